package dev.errand.api.lanes;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.Keys.Created;
import dev.errand.api.testing.WithKeys;
import dev.errand.database.Database;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tenants and admins are told of the depth of lanes over time. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class DepthQuarkusTest {

  private static final Map<String, Object> JOB =
      Map.of("model", "m", "prompt", "p", "delay_seconds", 3600);

  @Inject Database database;

  /** Of a time in which nothing else is recorded. */
  private final Instant hour =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(2));

  private String tenant;
  private Created key;

  @BeforeEach
  void tenant() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read");
  }

  /** The round of the service looks several times a minute. */
  @Test
  void jobsAreRecordedEachMinute() {
    send(with(key.key()), JOB).post("/v1/jobs").then().statusCode(202);
    String later = "?before=" + Instant.now().plus(Duration.ofMinutes(10));

    await()
        .atMost(Duration.ofSeconds(100))
        .untilAsserted(
            () ->
                depth(key, later)
                    .body("data.size()", greaterThanOrEqualTo(1))
                    .body("data[-1].scheduled", is(1))
                    .body("data[-1].queued", is(0))
                    .body("data[-1].exact", is(true)));
  }

  @Test
  void theHighestNumbersOfAStepAreShown() {
    minute(hour.minus(Duration.ofMinutes(60)), "a", 3);
    minute(hour.minus(Duration.ofMinutes(59)), "a", 5);
    minute(hour.minus(Duration.ofMinutes(59)), "b", 10);

    Instant end = hour.minus(Duration.ofMinutes(50));
    String times = "?after=" + hour.minus(Duration.ofMinutes(60)) + "&before=" + end;
    depth(key, times)
        .body("step_seconds", is(60))
        .body("data.queued", is(List.of(3, 15)))
        .body("data.running", is(List.of(1, 2)))
        .body("after", is(hour.minus(Duration.ofMinutes(60)).toString()))
        .body("before", is(end.toString()))
        .body("cut", is(false));
    depth(key, times + "&lane=b").body("data.queued", is(List.of(0, 10)));
    String day = "?after=" + hour.minus(Duration.ofHours(24)) + "&before=" + end;
    depth(key, day).body("step_seconds", is(300)).body("data.queued", is(List.of(15)));
    String year = "?after=" + hour.minus(Duration.ofDays(365)) + "&before=" + end;
    depth(key, year)
        .body("step_seconds", is(3600))
        .body("after", is(hour.minus(Duration.ofHours(300)).toString()))
        .body("cut", is(true));
  }

  @Test
  void aTenantSeesNobodyElsesJobsAndAnAdminEverybodys() {
    minute(hour.minus(Duration.ofMinutes(40)), "a", 3);
    Created other = Keys.create(Keys.tenant(), "read");
    Instant end = hour.minus(Duration.ofMinutes(39));
    String times = "?after=" + end.minus(Duration.ofMinutes(2)) + "&before=" + end + "&lane=a";

    depth(key, times).body("data.queued", is(List.of(3)));
    depth(other, times + "&tenant=" + tenant).body("data.queued", is(List.of(0)));
    admin()
        .get("/v1/lanes/depth" + times + "&tenant=" + tenant)
        .then()
        .statusCode(200)
        .body("data.queued", is(List.of(3)));
    admin()
        .get("/v1/lanes/depth" + times)
        .then()
        .statusCode(200)
        .body("data[0].queued", greaterThanOrEqualTo(3));
  }

  @ParameterizedTest
  @CsvSource({
    "after=yesterday, RFC 3339",
    "before=0001-01-01T00:00:00Z, RFC 3339",
    "after=2026-01-05T09:00:00Z&before=2026-01-05T09:00:00Z, must be earlier than",
    "after=2099-01-05T09:00:00Z, must be earlier than",
    "lane=a&lane=b, only once",
    "step=60, supported: after",
    "lane=%00, NUL"
  })
  void anInvalidQueryIsA400(String query, String message) {
    with(key.key())
        .urlEncodingEnabled(false)
        .get("/v1/lanes/depth?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations[0].message", containsString(message));
  }

  private static ValidatableResponse depth(Created by, String query) {
    return with(by.key()).get("/v1/lanes/depth" + query).then().statusCode(200);
  }

  private void minute(Instant minute, String lane, int queued) {
    sql("insert into depth_minute values ('%s') on conflict do nothing".formatted(minute));
    int rows =
        sql(
            """
            insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
            values ('%s', '%s', '%s', 0, %d, 1, true)
            """
                .formatted(tenant, minute, lane, queued));
    assertEquals(1, rows);
  }

  private int sql(String sql) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }
}
