package dev.errand.api.dispatch;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of deleted tenants and jobs. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class TenantErasureQuarkusTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, Object> JOB =
      Map.of("model", "m", "prompt", "p", "metadata", Map.of("k", "v"), "delay_seconds", 3600);

  @Inject Database database;

  @Test
  void aDeletedTenantIsErasedAndItsNameIsFreeAgain() {
    String tenant = Keys.tenant();
    Created key = Keys.create(tenant, "submit", "read");
    submit(key);
    sql(
        "insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact) values ('"
            + tenant
            + "', now(), 'l', 1, 1, 1, true)");
    admin().delete("/v1/tenants/" + tenant).then().statusCode(202).body("deleting", is(true));

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertEquals(0, rows("job", tenant));
              assertEquals(0, rows("job_request", tenant));
              assertEquals(0, rows("idempotency_key", tenant));
              assertEquals(0, rows("api_key", tenant));
              assertEquals(0, rows("usage_ending", tenant));
              assertEquals(0, rows("usage_hour", tenant));
              assertEquals(0, rows("lane_depth", tenant));
            });
    admin().get("/v1/tenants/" + tenant).then().statusCode(200).body("deleting", is(true));
    sql("update tenant set deleted_at = now() - interval '1 h' where name = '" + tenant + "'");
    await()
        .atMost(SOON)
        .untilAsserted(() -> admin().get("/v1/tenants/" + tenant).then().statusCode(404));

    send(admin(), Map.of("name", tenant)).post("/v1/tenants").then().statusCode(201);
    Created another = Keys.create(tenant, "submit", "read");
    with(another.key()).get("/v1/jobs").then().statusCode(200).body("data", empty());
    with(key.key()).get("/v1/jobs").then().statusCode(401);
    admin()
        .get("/v1/audit")
        .then()
        .statusCode(200)
        .body("data.findAll { it.which == '%s' }.what".formatted(tenant), hasItem("tenant.delete"));
  }

  @Test
  void aDeletedJobLeavesItsIdInTheAuditLogAndNothingElse() {
    String tenant = Keys.tenant();
    Created key = Keys.create(tenant, "submit", "read");
    Created manager = Keys.create(tenant, "manage");
    String job = submit(key);
    with(key.key()).delete("/v1/jobs/" + job).then().statusCode(409);
    with(manager.key()).get("/v1/audit").then().statusCode(200).body("data", empty());
    with(key.key()).post("/v1/jobs/" + job + "/cancel").then().statusCode(200);

    with(key.key()).delete("/v1/jobs/" + job).then().statusCode(204);
    with(key.key()).delete("/v1/jobs/" + job).then().statusCode(404);

    with(manager.key())
        .get("/v1/audit")
        .then()
        .statusCode(200)
        .body("data.what", is(List.of("job.delete")))
        .body("data[0].which", is(job))
        .body("data[0].who", is("key:" + key.id()))
        .body("data[0].origin", is("127.0.0.1"))
        .body("data[0].details", is(Map.of()));
    assertEquals(0, rows("job", tenant));
    assertEquals(0, rows("job_request", tenant));
    assertTrue(rows("idempotency_key", tenant) > 0);
  }

  private static String submit(Created key) {
    return send(with(key.key()), JOB)
        .header("Idempotency-Key", "once")
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private int rows(String table, String tenant) {
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
            return sql.execute(statement);
          }
        });
  }
}
