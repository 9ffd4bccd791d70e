package dev.errand.api.access;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in with which key. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class AccessQuarkusTest {

  private static final Map<String, String> JOB = Map.of("model", "m", "prompt", "p");

  @Inject Database database;

  private String tenant;

  @BeforeEach
  void aTenant() {
    tenant = Keys.tenant();
  }

  @Test
  void withoutAKeyNobodyGetsIn() {
    given()
        .get("/v1/jobs")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer realm=\"errand\"")
        .body("type", is("urn:errand:problem:no-credentials"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v1/", "/nothing", "/v1/nothing", "/q/openapi", "//v1/jobs"})
  void whatIsNotPublicNeedsAKey(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
  void healthAndMetricsNeedNoneOnTheirOwnPort(String path) {
    given().get(Management.url(path)).then().statusCode(200);
    given().get(path).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health/../../v1/jobs",
        "/q/health/%2e%2e/%2e%2e/v1/jobs",
        "/q/health;/v1/jobs"
      })
  void noPathPretendsToBePublic(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(not(200));
  }

  @Test
  void aKeyGetsInByEitherHeader() {
    String key = Keys.create(tenant, "read").key();

    with(key).get("/v1/jobs").then().statusCode(200);
    given().header("X-API-Key", key).get("/v1/jobs").then().statusCode(200);
    given().header("Authorization", "bearer  " + key).get("/v1/jobs").then().statusCode(200);
  }

  @Test
  void severalKeysAreRejectedEvenIfOneIsValid() {
    String key = Keys.create(tenant, "read").key();

    rejected(
        given().header("Authorization", "Bearer " + key, "Bearer " + key).get("/v1/jobs").then());
    rejected(with(key).header("X-API-Key", key).get("/v1/jobs").then());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer errand_4fZk0QpLm2Xy_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa000000",
        "Bearer errand_",
        "Bearer ",
        "Bearer sk-1234567890",
        "Bearer errаnd_4fZk0QpLm2Xy_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa000000",
        "Basic dXNlcjpwYXNz",
        "errand_4fZk0QpLm2Xy_x"
      })
  void whatIsNoKeyIsRejected(String authorization) {
    rejected(given().header("Authorization", authorization).get("/v1/jobs").then());
  }

  @Test
  void aKeyOfEightKibibytesIsRejected() {
    rejected(with("errand_" + "x".repeat(7000)).get("/v1/jobs").then());
  }

  @Test
  void aKeyInTheQueryIsRejectedAndNotRepeated() {
    String key = Keys.create(tenant, "read").key();

    given()
        .get("/v1/jobs?api_key=" + key)
        .then()
        .statusCode(400)
        .body("detail", containsString("Authorization"))
        .body(not(containsString(key.substring(20))));
    with(key).get("/v1/jobs?lane=" + key).then().statusCode(400);
  }

  @Test
  void anotherSecretOfAKnownIdIsUnknown() {
    String key = Keys.create(tenant, "read").key();
    String forged = KeyText.create(key.substring(7, 19), new SecureRandom()).reveal();

    rejected(with(forged).get("/v1/jobs").then()).body("detail", is("there is no such key"));
    with(key).get("/v1/jobs").then().statusCode(200);
  }

  @Test
  void anExpiredKeyIsRejected() {
    Created key = Keys.create(tenant, "read");
    with(key.key()).get("/v1/jobs").then().statusCode(200);
    sql("update api_key set expires_at = now() where id = '" + key.id() + "'");
    sql("select pg_notify('errand_key', '" + key.id() + "')");

    await()
        .untilAsserted(
            () ->
                rejected(with(key.key()).get("/v1/jobs").then())
                    .body("detail", containsString("expired")));
  }

  @Test
  void aRevokedKeyIsRejected() {
    Created key = Keys.create(tenant, "read");
    with(key.key()).get("/v1/jobs").then().statusCode(200);
    admin().delete("/v1/keys/" + key.id()).then().statusCode(204);
    admin().delete("/v1/keys/" + key.id()).then().statusCode(204);

    await()
        .untilAsserted(
            () ->
                rejected(with(key.key()).get("/v1/jobs").then())
                    .body("detail", containsString("revoked")));
  }

  @Test
  void ifTheAnnouncementIsLostAChangeIsSeenAfterAWhile() {
    Created key = Keys.create(tenant, "read");
    with(key.key()).get("/v1/jobs").then().statusCode(200);
    sql("update api_key set revoked_at = now() where id = '" + key.id() + "'");

    await().untilAsserted(() -> rejected(with(key.key()).get("/v1/jobs").then()));
  }

  @Test
  void afterARotationBothSecretsGetInUnlessTheOldOneIsRevokedNow() {
    Created first = Keys.create(tenant, "read");
    String second = rotate(first, Map.of());
    with(first.key()).get("/v1/jobs").then().statusCode(200);
    with(second).get("/v1/jobs").then().statusCode(200);

    String third = rotate(first, Map.of("revoke_now", true));
    await().untilAsserted(() -> with(third).get("/v1/jobs").then().statusCode(200));
    rejected(with(first.key()).get("/v1/jobs").then());
    rejected(with(second).get("/v1/jobs").then());
  }

  @Test
  void nobodyGetsInWithAKeyOfASuspendedTenant() {
    String key = Keys.create(tenant, "read").key();
    with(key).get("/v1/jobs").then().statusCode(200);
    send(admin(), Map.of("suspended", true)).patch("/v1/tenants/" + tenant).then().statusCode(200);

    await()
        .untilAsserted(
            () ->
                with(key)
                    .get("/v1/jobs")
                    .then()
                    .statusCode(403)
                    .body("type", is("urn:errand:problem:tenant-suspended")));
    send(admin(), Map.of("suspended", false)).patch("/v1/tenants/" + tenant).then().statusCode(200);
    await().untilAsserted(() -> with(key).get("/v1/jobs").then().statusCode(200));
  }

  @Test
  void anotherTenantsJobDoesNotExist() {
    String ours = Keys.create(tenant, "submit", "read").key();
    String theirs = Keys.create(Keys.tenant(), "submit", "read").key();
    String job = send(with(ours), JOB).post("/v1/jobs").then().statusCode(202).extract().path("id");

    with(ours).get("/v1/jobs/" + job).then().statusCode(200);
    with(theirs).get("/v1/jobs/" + job).then().statusCode(404);
    with(theirs).post("/v1/jobs/" + job + "/cancel").then().statusCode(404);
    with(theirs).delete("/v1/jobs/" + job).then().statusCode(404);
    with(theirs).get("/v1/jobs").then().body("data.size()", is(0));
    admin().get("/v1/jobs/" + job).then().statusCode(404);
  }

  @Test
  void theSameIdempotencyKeyIsAnotherOneInAnotherTenant() {
    String ours = Keys.create(tenant, "submit").key();
    String theirs = Keys.create(Keys.tenant(), "submit").key();
    String first = submitted(ours);

    assertEquals(first, submitted(ours));
    assertEquals(false, first.equals(submitted(theirs)));
  }

  /** Looking up the key takes a while, in which the body arrives. */
  @Test
  void theFirstRequestWithAKeyMayHaveABody() {
    for (int i = 0; i < 20; i++) {
      send(with(Keys.create(tenant, "submit").key()), JOB).post("/v1/jobs").then().statusCode(202);
    }
  }

  @Test
  void theBodyOfAStrangerIsNotRead() {
    given()
        .contentType("application/json")
        .body("x".repeat(9000))
        .post("/v1/jobs")
        .then()
        .statusCode(401);
  }

  private static String submitted(String key) {
    return send(with(key), JOB)
        .header("Idempotency-Key", "the-same")
        .post("/v1/jobs")
        .then()
        .statusCode(anyOf(is(202), is(200)))
        .extract()
        .path("id");
  }

  private static String rotate(Created key, Map<String, Object> how) {
    return send(admin(), how)
        .post("/v1/keys/" + key.id() + "/rotate")
        .then()
        .statusCode(200)
        .extract()
        .path("key");
  }

  private static ValidatableResponse rejected(ValidatableResponse response) {
    return response
        .statusCode(401)
        .header("WWW-Authenticate", containsString("invalid_token"))
        .body("type", is("urn:errand:problem:invalid-credentials"));
  }

  private void sql(String statement) {
    database.statement(
        connection -> {
          try (var sql = connection.createStatement()) {
            return sql.execute(statement);
          }
        });
  }
}
