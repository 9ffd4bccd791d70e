package dev.errand.api.usage;

import static dev.errand.api.testing.Keys.admin;
import static dev.errand.api.testing.Keys.send;
import static dev.errand.api.testing.Keys.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
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

/** What tenants and admins are told of their usage. */
@QuarkusTest
@TestProfile(WithKeys.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class UsageQuarkusTest {

  private static final Map<String, Object> JOB =
      Map.of("model", "m", "prompt", "p", "delay_seconds", 3600);
  private static final String HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS).toString();

  @Inject Database database;

  private String tenant;
  private Created key;

  @BeforeEach
  void tenant() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read");
  }

  @Test
  void aJobIsCountedAtOnceAndStaysCountedOnceItIsFolded() {
    cancelled();
    cancelled();

    ValidatableResponse groups = usage(key, "by=tenant,key,lane,model,outcome,hour");
    for (int i = 0; i < 2; i++) {
      groups
          .body("data.size()", is(1))
          .body("data[0].tenant", is(tenant))
          .body("data[0].key", is(key.id()))
          .body("data[0].lane", is("default"))
          .body("data[0].model", is("m"))
          .body("data[0].outcome", is("cancelled"))
          .body("data[0].time", notNullValue())
          .body("data[0].jobs", is(2))
          .body("data[0].attempts", is(0))
          .body("data[0].without_usage", is(0))
          .body("data[0].ran_seconds.p50", nullValue())
          .body("data[0].waited_seconds.p95", notNullValue())
          .body("more", is(false))
          .body("cut", is(false))
          .body("by", is(List.of("tenant", "key", "lane", "model", "outcome", "hour")));
      await().atMost(Duration.ofSeconds(20)).until(() -> rows("usage_ending") == 0);
      assertEquals(1, rows("usage_hour"));
      groups = usage(key, "by=hour,outcome,model,lane,key,tenant");
    }
  }

  @Test
  void whatItIsNotGroupedByIsNull() {
    cancelled();

    usage(key, "")
        .body("data.size()", is(1))
        .body("data[0].jobs", is(1))
        .body("data[0].tenant", nullValue())
        .body("data[0].key", nullValue())
        .body("data[0].outcome", nullValue())
        .body("data[0].time", nullValue())
        .body("by", is(List.of()))
        .body("before", nullValue());
    usage(key, "")
        .body("currency", nullValue())
        .body("data[0].cost", nullValue())
        .body("data[0].without_price", nullValue());
    usage(key, "model=none").body("data", is(List.of()));
    usage(key, "lane=none").body("data", is(List.of()));
    usage(key, "key=none").body("data", is(List.of()));
    usage(key, "key=" + key.id()).body("data.size()", is(1));
  }

  @Test
  void aTenantSeesNobodyElsesUsageAndAnAdminEverybodys() {
    String other = Keys.tenant();
    Created others = Keys.create(other, "submit", "read");
    cancelled();
    cancelled(others);

    usage(key, "by=tenant").body("data.tenant", is(List.of(tenant)));
    usage(key, "by=tenant&tenant=" + other).body("data.tenant", everyItem(is(tenant)));
    admin()
        .get("/v1/usage?by=tenant")
        .then()
        .statusCode(200)
        .body("data.tenant", hasItems(tenant, other));
    admin()
        .get("/v1/usage?by=tenant&tenant=" + other)
        .then()
        .statusCode(200)
        .body("data.tenant", is(List.of(other)));
  }

  @Test
  void hoursAreWhole() {
    cancelled();

    usage(key, "after=" + HOUR.replace(":00:00Z", ":59:59Z"))
        .body("after", is(HOUR))
        .body("data[0].jobs", is(1));
    usage(key, "before=" + HOUR).body("data", is(List.of())).body("before", is(HOUR));
    usage(key, "before=" + HOUR.replace(":00:00Z", ":00:01Z")).body("data[0].jobs", is(1));
  }

  @Test
  void timesAreInSeconds() {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(
                """
                insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
                  input_tokens, output_tokens, without_usage, waited, ran)
                values ('%s', date_trunc('hour', now(), 'UTC'), '', 'l', 'm', 'succeeded', 4, 5, 6, 7,
                  1, array_fill(0, array[20]) || 4 || array_fill(0, array[29]),
                  array_fill(0, array[13]) || 4 || array_fill(0, array[36]))
                """
                    .formatted(tenant));
          }
        });

    usage(key, "by=model")
        .body("data[0].attempts", is(5))
        .body("data[0].input_tokens", is(6))
        .body("data[0].output_tokens", is(7))
        .body("data[0].without_usage", is(1))
        .body("data[0].waited_seconds.p50.toDouble()", closeTo(8.6, 0.1))
        .body("data[0].ran_seconds.p95.toDouble()", closeTo(0.89, 0.02));
  }

  @ParameterizedTest
  @CsvSource({
    "by=state, must be some of",
    "by=, must be some of",
    "by=hour;day, only one of",
    "after=yesterday, RFC 3339",
    "before=0001-01-01T00:00:00Z, RFC 3339",
    "lane=a&lane=b, only once",
    "state=failed, supported: by",
    "lane=%00, NUL"
  })
  void anInvalidQueryIsA400(String query, String message) {
    with(key.key())
        .urlEncodingEnabled(false)
        .get("/v1/usage?" + query.replace(';', ','))
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations[0].message", containsString(message));
  }

  private void cancelled() {
    cancelled(key);
  }

  private static void cancelled(Created by) {
    String id =
        send(with(by.key()), JOB).post("/v1/jobs").then().statusCode(202).extract().path("id");
    with(by.key()).post("/v1/jobs/" + id + "/cancel").then().statusCode(200);
  }

  private static ValidatableResponse usage(Created by, String query) {
    return with(by.key())
        .get("/v1/usage" + (query.isEmpty() ? "" : "?" + query))
        .then()
        .statusCode(200);
  }

  private int rows(String table) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            var row =
                statement.executeQuery(
                    "select count(*) from %s where tenant = '%s'".formatted(table, tenant));
            row.next();
            return row.getInt(1);
          }
        });
  }
}
