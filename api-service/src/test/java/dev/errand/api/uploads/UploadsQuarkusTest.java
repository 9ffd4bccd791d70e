package dev.errand.api.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.files.FormData;
import dev.errand.api.files.LimitedFiles;
import dev.errand.api.testing.Keys;
import dev.errand.api.testing.RawClient;
import dev.errand.database.Database;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStore.Piece;
import dev.errand.store.files.UploadId;
import dev.errand.store.files.UploadStore;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.StoreFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are uploaded in parts, as OpenAI's clients do it. */
@QuarkusTest
@TestProfile(LimitedFiles.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class UploadsQuarkusTest {

  private static final String UPLOADS = "/v1/uploads";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Inject Database database;
  @Inject UploadStore uploads;
  @Inject FileStore files;

  @TestHTTPResource("/")
  URI server;

  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void aFileIsUploadedInPartsAndReadAgain() throws Exception {
    byte[] bytes = new byte[700_000];
    new Random(1).nextBytes(bytes);
    String upload = begin(bytes.length);
    String last = part(upload, Arrays.copyOfRange(bytes, 300_001, bytes.length));
    String first = part(upload, Arrays.copyOf(bytes, 300_001));
    part(upload, new byte[100]);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));

    Response completed = complete(upload, List.of(first, last), md5);

    int at = completed.path("file.created_at");
    completed
        .then()
        .statusCode(200)
        .body("id", equalTo(upload))
        .body("object", equalTo("upload"))
        .body("status", equalTo("completed"))
        .body("bytes", equalTo(bytes.length))
        .body("file.object", equalTo("file"))
        .body("file.bytes", equalTo(bytes.length))
        .body("file.filename", equalTo("a.jsonl"))
        .body("file.purpose", equalTo("batch"))
        .body("file.status", equalTo("processed"))
        .body("file.expires_at", equalTo(at + 3600));
    String id = completed.path("file.id");
    byte[] content = caller().get("/v1/files/" + id + "/content").asByteArray();
    assertArrayEquals(bytes, content);
    Response part =
        caller().header("Range", "bytes=299999-300003").get("/v1/files/" + id + "/content");
    assertArrayEquals(Arrays.copyOfRange(bytes, 299_999, 300_004), part.asByteArray());
    caller().get("/v1/files").then().body("data.id", equalTo(List.of(id)));
    // What the parts were stored under is erased.
    await().atMost(SOON).untilAsserted(() -> assertEquals(1, count("file")));
    caller().delete("/v1/files/" + id).then().statusCode(200);
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file")));
  }

  @Test
  void anUploadIsPendingUntilItIsCompleted() {
    Response created = create(fields(Map.of()));
    int at = created.path("created_at");
    created
        .then()
        .statusCode(200)
        .body("status", equalTo("pending"))
        .body("expires_at", equalTo(at + 3600))
        .body("purpose", equalTo("batch"))
        .body("$", hasKey("file"))
        .body("file", nullValue());
    assertTrue(created.<String>path("id").matches("upload_[0-9a-f]{32}"));

    Response part = send(created.path("id"), form("data", "x"));
    part.then()
        .statusCode(200)
        .body("object", equalTo("upload.part"))
        .body("upload_id", equalTo(created.path("id")));
    assertTrue(part.<String>path("id").matches("part_[0-9a-f]{32}"));
    assertTrue(part.<Integer>path("created_at") >= at);
    caller().get("/v1/files").then().body("data", equalTo(List.of()));
  }

  /** A client whose connection broke sends it again. */
  @Test
  void completingOrCancellingAgainChangesNothing() {
    String upload = begin(1);
    String part = part(upload, new byte[1]);
    String completed = complete(upload, List.of(part), null).asString();
    assertEquals(completed, complete(upload, List.of(part), null).asString());
    rejected(cancel(upload), 400, null, "is not pending any more");

    String cancelled = begin(1);
    cancel(cancelled).then().statusCode(200).body("status", equalTo("cancelled"));
    cancel(cancelled).then().statusCode(200).body("status", equalTo("cancelled"));
    rejected(complete(cancelled, List.of(part), null), 400, null, "is not pending any more");
    rejected(send(cancelled, form("data", "x")), 400, null, "is not pending any more");
  }

  /** As after the death of a service in the middle of it. */
  @Test
  void anInterruptedCompletionIsContinued() throws IOException {
    Caller caller = StoreFixture.caller(tenant);
    String upload = begin(3);
    List<String> parts =
        List.of(part(upload, "ab".getBytes(UTF_8)), part(upload, "c".getBytes(UTF_8)));
    UUID id = UploadId.UPLOAD.parse(upload).orElseThrow();
    List<UUID> contents =
        parts.stream().map(part -> UploadId.PART.parse(part).orElseThrow()).toList();
    assertTrue(uploads.join(caller, id, contents));
    files.join(List.of(new Piece(contents.getFirst(), 2)), id);

    rejected(complete(upload, parts.reversed(), null), 400, null, "is not pending any more");
    String file = complete(upload, parts, "900150983cd24fb0d6963f7d28e17f72").path("file.id");

    assertEquals("abc", caller().get("/v1/files/" + file + "/content").asString());
  }

  @Test
  void partsThatDontFitAreRejectedAndTheUploadStaysPending() {
    String upload = begin(2);
    String part = part(upload, new byte[1]);
    String other = part(begin(1), new byte[1]);

    rejected(complete(upload, List.of(part), null), 400, "part_ids", "have 1 bytes");
    rejected(complete(upload, List.of(part, part), null), 400, "part_ids", "each one once");
    rejected(complete(upload, List.of(part, other), null), 400, "part_ids", "no complete part");
    rejected(complete(upload, List.of("none"), null), 400, "part_ids", "ids of parts");
    rejected(complete(upload, List.of(), null), 400, "part_ids", "array");
    String second = part(upload, new byte[1]);
    String wrong = "0".repeat(32);
    rejected(complete(upload, List.of(part, second), wrong), 400, "md5", "c4103f122d27677c9db144");
    rejected(complete(upload, List.of(part, second), "x"), 400, "md5", "32 hexadecimal digits");
    complete(upload, List.of(part, second), "C4103F122D27677C9DB144CAE1394A66")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes, 0",
    "bytes, 8589934593",
    "bytes, '\"1\"'",
    "bytes, null",
    "filename, '\"\"'",
    "mime_type, null",
    "purpose, '\"batch_output\"'",
    "expires_after, '{\"anchor\": \"created_at\", \"seconds\": 3599}'",
    "expires_after, '{\"anchor\": \"now\", \"seconds\": 3600}'",
    "expires_after, '{\"seconds\": 3600}'",
    "expires_after, '{\"anchor\": \"created_at\", \"seconds\": \"3600\"}'",
    "expires_after, '{\"anchor\": \"created_at\", \"seconds\": 3600, \"x\": 1}'",
    "expires_after, 3600",
    "nane, 1"
  })
  void fieldsThatAreWrongAreRejected(String field, String value) {
    rejected(create(fields(Map.of(field, value))), 400, field, " ");
  }

  @Test
  void formsThatAreWrongLeaveNothing() {
    String upload = begin(1);

    rejected(send(upload, form("file", "x")), 400, "file", "supported: data");
    rejected(send(upload, new String(FormData.END, UTF_8)), 400, "data", "is missing");
    String two = new String(FormData.field("data", "x"), UTF_8) + form("data", "y");
    rejected(send(upload, two), 400, "data", "the only field");
    rejected(send(upload, form("data", "x".repeat(LimitedFiles.PART + 1))), 413, null, "a part");
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file")));
    send(upload, form("data", "x".repeat(LimitedFiles.PART))).then().statusCode(200);
  }

  @Test
  void aPartThatBreaksOffLeavesNothing() throws IOException {
    String upload = begin(1);
    try (RawClient client = FormData.part(server, key, upload)) {
      client.sendChunk(FormData.begin("name=\"data\"; filename=\"upload\""));
      client.sendChunk(new byte[300_000]);
      await().atMost(SOON).until(() -> count("file") == 1);
    }
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file")));
    part(upload, new byte[1]);
  }

  @Test
  void partsCountForTheLimitOfTheTenant() {
    String upload = begin(4L * LimitedFiles.PART);
    for (int i = 0; i < 3; i++) {
      part(upload, new byte[LimitedFiles.PART]);
    }

    Response full = send(upload, form("data", "x".repeat(LimitedFiles.PART)));

    rejected(full, 413, null, "the tenant's files may have at most");
    cancel(upload).then().statusCode(200);
    part(begin(1), new byte[LimitedFiles.PART]);
  }

  @Test
  void anotherTenantsUploadDoesNotExist() {
    String upload = begin(1);
    String part = part(upload, new byte[1]);
    String mine = key;
    key = Keys.create(Keys.tenant(), "submit", "read").key();

    rejected(send(upload, form("data", "x")), 404, null, "there is no upload");
    rejected(complete(upload, List.of(part), null), 404, null, "there is no upload");
    rejected(cancel(upload), 404, null, "there is no upload");
    rejected(cancel("none"), 404, null, "there is no upload none");
    key = mine;
    complete(upload, List.of(part), null).then().statusCode(200);
  }

  @Test
  void anExpiredUploadIsGoneAndItsPartsAreErased() {
    String upload = begin(1);
    String part = part(upload, new byte[1]);
    sql("update upload set expires_at = now() - interval '2 min' where tenant = '%s'");

    rejected(complete(upload, List.of(part), null), 404, null, "there is no upload");
    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file") + count("upload")));
  }

  @Test
  void theUploadsOfADeletedTenantAreErased() {
    part(begin(1), new byte[1]);

    Keys.admin().delete("/v1/tenants/" + tenant).then().statusCode(202);

    await().atMost(SOON).untilAsserted(() -> assertEquals(0, count("file") + count("upload")));
  }

  private String begin(long bytes) {
    Response created = create(fields(Map.of("bytes", String.valueOf(bytes))));
    created.then().statusCode(200);
    return created.path("id");
  }

  private static String fields(Map<String, String> changed) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("bytes", "1");
    fields.put("filename", "\"a.jsonl\"");
    fields.put("mime_type", "\"text/jsonl\"");
    fields.put("purpose", "\"batch\"");
    fields.put("expires_after", "{\"anchor\": \"created_at\", \"seconds\": 3600}");
    fields.putAll(changed);
    return fields.entrySet().stream()
        .map(field -> "\"%s\": %s".formatted(field.getKey(), field.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private Response create(String body) {
    return caller().contentType("application/json").body(body).post(UPLOADS);
  }

  private String part(String upload, byte[] bytes) {
    Response part =
        caller()
            .multiPart("data", "upload", bytes, "application/octet-stream")
            .post(UPLOADS + "/" + upload + "/parts");
    part.then().statusCode(200);
    return part.path("id");
  }

  private static String form(String name, String content) {
    return Stream.of(FormData.begin("name=\"%s\"".formatted(name)), content.getBytes(UTF_8))
            .map(bytes -> new String(bytes, UTF_8))
            .collect(Collectors.joining())
        + new String(FormData.END, UTF_8);
  }

  private Response send(String upload, String form) {
    return caller()
        .header("Content-Type", FormData.TYPE)
        .body(form.getBytes(UTF_8))
        .post(UPLOADS + "/" + upload + "/parts");
  }

  private Response complete(String upload, List<String> parts, String md5) {
    String ids = parts.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
    String sum = md5 == null ? "null" : "\"" + md5 + "\"";
    return caller()
        .contentType("application/json")
        .body("{\"part_ids\": [%s], \"md5\": %s}".formatted(ids, sum))
        .post(UPLOADS + "/" + upload + "/complete");
  }

  private Response cancel(String upload) {
    return caller().post(UPLOADS + "/" + upload + "/cancel");
  }

  private RequestSpecification caller() {
    return Keys.with(key);
  }

  private static void rejected(Response response, int status, String param, String message) {
    response.then().statusCode(status).body("error.message", containsString(message));
    assertEquals(param, response.path("error.param"));
    Map<String, Object> error = response.path("error");
    assertEquals(4, error.size(), error::toString);
    assertFalse(error.get("code").toString().isEmpty());
  }

  private int count(String table) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet row =
                statement.executeQuery(
                    "select count(*) from %s where tenant = '%s'".formatted(table, tenant));
            row.next();
            return row.getInt(1);
          }
        });
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement.formatted(tenant));
          }
        });
  }
}
