package dev.errand.api.access;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.tenant.Right;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the OpenAPI document with every kind of caller. An operation without a row in
 * {@link #OPERATIONS} fails.
 */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class AccessMatrixQuarkusTest {

  private static final Logger LOG = Logger.getLogger(AccessMatrixQuarkusTest.class);
  private static final String UNKNOWN_JOB = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e";
  private static final Map<String, String> JOB = Map.of("model", "m", "prompt", "p");
  private static final Map<String, String> NOTHING = Map.of();

  /**
   * What an operation needs and answers to those who have it. Its ids are unknown ones, so that its
   * status is that of a caller who was let in.
   *
   * @param right empty if every caller may use it
   */
  private record Row(Optional<Right> right, String path, Object body, int status) {}

  /** By operationId. */
  private static final Map<String, Row> OPERATIONS =
      Map.ofEntries(
          row("getService", null, "/v1", null, 200),
          row("submitJob", Right.SUBMIT, "/v1/jobs", JOB, 202),
          row("submitJobs", Right.SUBMIT, "/v1/jobs/bulk", JOB, 200),
          row("listJobs", Right.READ, "/v1/jobs", null, 200),
          row("countJobs", Right.READ, "/v1/jobs/counts", null, 200),
          row("listJobResults", Right.READ, "/v1/jobs/results", null, 200),
          row("getJobRequest", Right.CONTENT, "/v1/jobs/" + UNKNOWN_JOB + "/request", null, 404),
          row("listFailures", Right.READ, "/v1/failures", null, 200),
          row("getUsage", Right.READ, "/v1/usage", null, 200),
          row("getJob", Right.READ, "/v1/jobs/" + UNKNOWN_JOB, null, 404),
          row("cancelJob", Right.SUBMIT, "/v1/jobs/" + UNKNOWN_JOB + "/cancel", null, 404),
          row("retryJob", Right.SUBMIT, "/v1/jobs/" + UNKNOWN_JOB + "/retry", null, 404),
          row("deleteJob", Right.SUBMIT, "/v1/jobs/" + UNKNOWN_JOB, null, 404),
          row("listLanes", Right.READ, "/v1/lanes", null, 200),
          row("getLaneDepth", Right.READ, "/v1/lanes/depth", null, 200),
          row("listWorkers", Right.READ, "/v1/workers", null, 200),
          row("createOperation", Right.SUBMIT, "/v1/operations", NOTHING, 422),
          row("listOperations", Right.READ, "/v1/operations", null, 200),
          row("getOperation", Right.READ, "/v1/operations/" + UNKNOWN_JOB, null, 404),
          row("stopOperation", Right.SUBMIT, "/v1/operations/" + UNKNOWN_JOB + "/stop", null, 404),
          row("pauseLane", Right.ADMIN, "/v1/lanes/none/pause", Map.of("reason", "r"), 404),
          row("resumeLane", Right.ADMIN, "/v1/lanes/none/resume", null, 404),
          row("createKey", Right.MANAGE, "/v1/keys", NOTHING, 422),
          row("listKeys", Right.MANAGE, "/v1/keys", null, 200),
          row("getKey", Right.MANAGE, "/v1/keys/none", null, 404),
          row("changeKey", Right.MANAGE, "/v1/keys/none", NOTHING, 404),
          row("rotateKey", Right.MANAGE, "/v1/keys/none/rotate", NOTHING, 404),
          row("revokeKey", Right.MANAGE, "/v1/keys/none", null, 404),
          row("createTenant", Right.ADMIN, "/v1/tenants", NOTHING, 422),
          row("listTenants", Right.ADMIN, "/v1/tenants", null, 200),
          row("getTenant", Right.ADMIN, "/v1/tenants/none", null, 404),
          row("changeTenant", Right.ADMIN, "/v1/tenants/none", NOTHING, 404),
          row("deleteTenant", Right.ADMIN, "/v1/tenants/none", null, 404),
          row("createChatCompletion", Right.SUBMIT, "/v1/chat/completions", NOTHING, 400),
          row("createCompletion", Right.SUBMIT, "/v1/completions", NOTHING, 400),
          row("createEmbedding", Right.SUBMIT, "/v1/embeddings", NOTHING, 400),
          row("createFile", Right.SUBMIT, "/v1/files", NOTHING, 400),
          row("listFiles", Right.READ, "/v1/files", null, 200),
          row("getFile", Right.READ, "/v1/files/none", null, 404),
          row("getFileContent", Right.READ, "/v1/files/none/content", null, 404),
          row("deleteFile", Right.SUBMIT, "/v1/files/none", null, 404),
          row("createBatch", Right.SUBMIT, "/v1/batches", NOTHING, 400),
          row("listBatches", Right.READ, "/v1/batches", null, 200),
          row("getBatch", Right.READ, "/v1/batches/none", null, 404),
          row("cancelBatch", Right.SUBMIT, "/v1/batches/none/cancel", null, 404),
          row("listBatchResults", Right.READ, "/v1/batches/none/results", null, 404),
          row("createUpload", Right.SUBMIT, "/v1/uploads", NOTHING, 400),
          row("addUploadPart", Right.SUBMIT, "/v1/uploads/none/parts", NOTHING, 404),
          row("completeUpload", Right.SUBMIT, "/v1/uploads/none/complete", NOTHING, 400),
          row("cancelUpload", Right.SUBMIT, "/v1/uploads/none/cancel", null, 404),
          row("listModels", Right.SUBMIT, "/v1/models", null, 200),
          row("getModel", Right.SUBMIT, "/v1/models/none", null, 404),
          row("listAudit", Right.MANAGE, "/v1/audit", null, 200));

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> totals = new TreeMap<>();
  private String tenant;
  private RequestSpecification suspended;
  private final Map<Right, String> keys = new TreeMap<>();
  private String forged;
  private String expired;
  private String revoked;

  @BeforeEach
  void keys() {
    tenant = Keys.tenant();
    suspended = ofSuspendedTenant();
    forged = KeyText.create(Keys.create(tenant, "admin").id(), new SecureRandom()).reveal();
    expired = expired();
    revoked = revoked();
  }

  @Test
  void everyOperationAnswersEveryKindOfCallerAsTheTableSays() {
    Map<String, String> methods = operations();
    assertEquals(
        new TreeSet<>(methods.keySet()),
        new TreeSet<>(OPERATIONS.keySet()),
        "each operation of the OpenAPI document has a row");

    OPERATIONS.forEach(
        (operation, row) -> {
          String method = methods.get(operation);
          strangers().forEach((kind, caller) -> check(operation, kind, caller, method, row, 401));
          check(operation, "suspended tenant", suspended, method, row, 403);
          for (Right right : Right.values()) {
            Set<Right> rights = EnumSet.of(right);
            check(operation, right.text(), key(right), method, row, expected(row, rights));
          }
          check(operation, "first admin key", admin(), method, row, row.status());
        });

    assertEquals(List.of(), wrong, () -> wrong.size() + " of " + totals);
    int checks = totals.values().stream().mapToInt(Integer::intValue).sum();
    assertEquals(methods.size() * 13, checks);
    LOG.info("access matrix: " + checks + " checks, by status " + totals);
  }

  private RequestSpecification key(Right right) {
    return Keys.with(keys.computeIfAbsent(right, it -> Keys.create(tenant, it.text()).key()));
  }

  /** Who is nobody, by kind. */
  private Map<String, RequestSpecification> strangers() {
    Map<String, RequestSpecification> strangers = new LinkedHashMap<>();
    strangers.put("no key", given());
    strangers.put("malformed key", Keys.with("errand_x"));
    strangers.put("unknown key", Keys.with(KeyText.create(new SecureRandom()).reveal()));
    strangers.put("another secret", Keys.with(forged));
    strangers.put("expired key", Keys.with(expired));
    strangers.put("revoked key", Keys.with(revoked));
    return strangers;
  }

  private String expired() {
    Instant soon = Instant.now().plusSeconds(1);
    Created key =
        Keys.create(
            Map.of(
                "name",
                "k",
                "tenant",
                tenant,
                "roles",
                List.of("admin"),
                "expires_at",
                soon.toString()));
    await().until(() -> Instant.now().isAfter(soon));
    return key.key();
  }

  private String revoked() {
    Created key = Keys.create(tenant, "admin");
    admin().delete("/v1/keys/" + key.id()).then().statusCode(204);
    return key.key();
  }

  private static RequestSpecification ofSuspendedTenant() {
    String name = Keys.tenant();
    String key = Keys.create(name, "admin").key();
    send(admin(), Map.of("suspended", true)).patch("/v1/tenants/" + name).then().statusCode(200);
    return Keys.with(key);
  }

  private void check(
      String operation,
      String kind,
      RequestSpecification caller,
      String method,
      Row row,
      int expected) {
    RequestSpecification request = given().spec(caller);
    if (row.body() != null) {
      request.header("Content-Type", type(operation)).body(json(row.body()).getBytes(UTF_8));
    }
    int status = request.request(method, row.path()).statusCode();
    totals.merge(String.valueOf(status), 1, Integer::sum);
    if (status != expected) {
      wrong.add("%s, %s: %d instead of %d".formatted(operation, kind, status, expected));
    }
  }

  private static String type(String operation) {
    return switch (operation) {
      case "submitJobs" -> "application/x-ndjson";
      case "createFile", "addUploadPart" -> "multipart/form-data; boundary=x";
      default -> "application/json";
    };
  }

  private static String json(Object body) {
    try {
      return new ObjectMapper().writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static int expected(Row row, Set<Right> rights) {
    boolean may =
        row.right().isEmpty() || rights.contains(row.right().get()) || rights.contains(Right.ADMIN);
    return may ? row.status() : 403;
  }

  /** The methods of the document's operations, by operationId. */
  private static Map<String, String> operations() {
    JsonPath document =
        admin().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    Map<String, String> methods = new TreeMap<>();
    paths
        .values()
        .forEach(
            path ->
                path.forEach(
                    (method, operation) ->
                        methods.put((String) operation.get("operationId"), method.toUpperCase())));
    return methods;
  }

  private static Map.Entry<String, Row> row(
      String operation, Right right, String path, Object body, int status) {
    return Map.entry(operation, new Row(Optional.ofNullable(right), path, body, status));
  }
}
