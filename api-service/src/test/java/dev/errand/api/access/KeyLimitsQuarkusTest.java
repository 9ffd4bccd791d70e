package dev.errand.api.access;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What limits of keys and tenants do to requests. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class KeyLimitsQuarkusTest {

  private static final String EXCEEDED = "urn:errand:problem:quota-exceeded";
  private static final String FORBIDDEN = "urn:errand:problem:forbidden";

  @Inject Database database;

  private String tenant;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
  }

  @Test
  void aKeyOfSomeModelsSubmitsNoOthers() {
    Created key = key(Map.of("models", List.of("gpt-*", "o?")));

    submit(key, Map.of("model", "gpt-5", "prompt", "p")).statusCode(202);
    submit(key, Map.of("body", Map.of("model", "o4"))).statusCode(202);
    submit(key, Map.of("model", "claude", "prompt", "p"))
        .statusCode(403)
        .body("type", is(FORBIDDEN))
        .body("detail", containsString("gpt-*, o?"));
    submit(key, Map.of("body", Map.of("model", "o4-mini"))).statusCode(403);
    bulk(key, "{\"model\":\"claude\",\"prompt\":\"p\"}\n{\"body\":{\"model\":\"gpt-5\"}}\n")
        .statusCode(200)
        .body(containsString("\"line\":1,\"problem\":{\"type\":\"" + FORBIDDEN))
        .body(containsString("\"line\":2,\"id\":"));
  }

  @Test
  void theLowerHighestPriorityOfKeyAndTenantCounts() {
    limitTenant(Map.of("highest_priority", 10));
    Created low = key(Map.of("highest_priority", 5));
    Created high = key(Map.of("highest_priority", 50));

    submit(low, job(5)).statusCode(202);
    submit(low, job(6)).statusCode(403).body("type", is(FORBIDDEN));
    submit(high, job(10)).statusCode(202);
    submit(high, job(11)).statusCode(403).body("detail", containsString("at most 10"));
  }

  @Test
  void requestsAboveTheRateAreRejectedBeforeTheirBodyIsRead() {
    Created key = key(Map.of("requests_per_second", 1));

    Response last = untilRejected(key);

    last.then()
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .header("RateLimit-Policy", "\"key\";q=1;w=1")
        .header("RateLimit", "\"key\";r=0;t=1")
        .body("type", is(EXCEEDED))
        .body("detail", containsString("key (1 per second)"));
    await().until(() -> status(key) == 200);
  }

  @Test
  void limitedCallersSeeTheirLimits() {
    limitTenant(Map.of("requests_per_second", 200));
    Created key = key(Map.of("requests_per_second", 100));

    with(key.key())
        .get("/v1/jobs")
        .then()
        .statusCode(200)
        .header("RateLimit-Policy", "\"key\";q=100;w=1, \"tenant\";q=200;w=1")
        .header("RateLimit", matchesPattern("\"key\";r=\\d+;t=1, \"tenant\";r=\\d+;t=1"));
    with(key.key())
        .get("/v1/jobs/nothing")
        .then()
        .statusCode(400)
        .header("RateLimit-Policy", containsString("key"));
    submit(key, job(0)).statusCode(202).header("RateLimit-Policy", containsString("key"));
    admin().get("/v1/jobs").then().header("RateLimit", nullValue());
  }

  @Test
  void aTenantsRateHoldsForAllItsKeys() {
    limitTenant(Map.of("requests_per_second", 1));
    Created one = key(Map.of());
    Created other = key(Map.of());

    await().until(() -> status(one) == 200 && status(other) == 429);
    untilRejected(other).then().body("detail", containsString("tenant (1 per second)"));
  }

  @Test
  void aChangedRateHoldsAtOnce() {
    Created key = key(Map.of("requests_per_second", 1));
    untilRejected(key);
    send(admin(), Map.of("requests_per_second", 1000))
        .patch("/v1/keys/" + key.id())
        .then()
        .statusCode(200);

    await()
        .untilAsserted(
            () ->
                with(key.key())
                    .get("/v1/jobs")
                    .then()
                    .header("RateLimit-Policy", "\"key\";q=1000;w=1"));
    assertEquals(
        List.of(),
        IntStream.range(0, 20)
            .map(_ -> status(key))
            .filter(status -> status != 200)
            .boxed()
            .toList());
  }

  @Test
  void noMoreJobsWaitThanAKeyMayHave() {
    Created key = key(Map.of("jobs_queued", 3));
    Created other = key(Map.of());

    String first = submit(key, job(0)).statusCode(202).extract().path("id");
    submit(key, Map.of("model", "m", "prompt", "p", "delay_seconds", 60)).statusCode(202);
    bulk(key, "{\"model\":\"m\",\"prompt\":\"p\"}\n{\"model\":\"m\",\"prompt\":\"p\"}\n")
        .statusCode(200)
        .body(containsString("\"line\":1,\"id\":"))
        .body(containsString("\"line\":2,\"problem\":{\"type\":\"" + EXCEEDED));
    submit(key, job(0))
        .statusCode(429)
        .header("Retry-After", "5")
        .body("type", is(EXCEEDED))
        .body("detail", containsString("3 waiting jobs of this key"));
    submit(other, job(0)).statusCode(202);

    with(key.key()).post("/v1/jobs/" + first + "/cancel").then().statusCode(200);
    await().untilAsserted(() -> submit(key, job(0)).statusCode(202));
  }

  @Test
  void aTenantsLimitOfWaitingJobsHoldsForAllItsKeys() {
    limitTenant(Map.of("jobs_queued", 2));
    Created one = key(Map.of());
    Created other = key(Map.of());

    submit(one, job(0)).statusCode(202);
    submit(other, job(0)).statusCode(202);
    submit(one, job(0))
        .statusCode(429)
        .body("detail", containsString("2 waiting jobs of this tenant"));
  }

  @Test
  void theKeyOfAJobIsRecorded() {
    Created key = key(Map.of());
    String job = submit(key, job(0)).statusCode(202).extract().path("id");
    String bootstraps =
        send(admin(), job(0)).post("/v1/jobs").then().statusCode(202).extract().path("id");

    assertEquals(Optional.of(key.id()), keyOf(job));
    assertEquals(Optional.empty(), keyOf(bootstraps));
  }

  private Optional<String> keyOf(String job) {
    return database.read(
        connection -> {
          try (PreparedStatement sql =
              connection.prepareStatement("select api_key from job where id = ?::uuid")) {
            sql.setString(1, job);
            return Rows.all(sql, row -> Optional.ofNullable(row.getString(1))).getFirst();
          }
        });
  }

  private static Map<String, Object> job(int priority) {
    return Map.of("model", "m", "prompt", "p", "priority", priority);
  }

  private Created key(Map<String, Object> limits) {
    Map<String, Object> key = new HashMap<>(limits);
    key.putAll(Map.of("name", "k", "tenant", tenant, "roles", List.of("submit", "read")));
    return Keys.create(key);
  }

  private void limitTenant(Map<String, Object> limits) {
    send(admin(), limits).patch("/v1/tenants/" + tenant).then().statusCode(200);
  }

  private static int status(Created key) {
    return with(key.key()).get("/v1/jobs").statusCode();
  }

  private static ValidatableResponse submit(Created key, Map<String, Object> job) {
    return send(with(key.key()), job).post("/v1/jobs").then();
  }

  private static ValidatableResponse bulk(Created key, String lines) {
    return with(key.key())
        .contentType("application/x-ndjson")
        .body(lines.getBytes(UTF_8))
        .post("/v1/jobs/bulk")
        .then();
  }

  /** With one request per second, the second one at the latest, unless the machine is very slow. */
  private static Response untilRejected(Created key) {
    return await()
        .until(() -> with(key.key()).get("/v1/jobs"), response -> response.statusCode() == 429);
  }
}
