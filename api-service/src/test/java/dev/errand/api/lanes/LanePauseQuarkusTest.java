package dev.errand.api.lanes;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.api.testing.SentHints;
import dev.errand.api.testing.StoredJobs;
import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes paused and resumed by hand. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LanePauseQuarkusTest {

  private static final String UNTIL = "2099-01-05T09:30:00Z";

  @Inject StoredJobs jobs;
  @Inject Database database;
  @Inject SentHints hints;

  private final String lane = StoredJobs.freshLane();

  @BeforeEach
  void aQueuedJob() {
    // No configuration has the lane: it is known by its jobs.
    jobs.queued(lane);
  }

  @Test
  void aPausedLaneSaysWhoPausedItSinceWhenUntilWhenAndWhy() {
    pause("{\"reason\": \"maintenance\", \"until\": \"%s\"}".formatted(UNTIL))
        .statusCode(200)
        .body("name", is(lane))
        .body("open", is(false))
        .body("pause.by", is("open"))
        .body("pause.since", notNullValue())
        .body("pause.until", is(UNTIL))
        .body("pause.reason", is("maintenance"))
        .body("closed_until", nullValue())
        .body("queued", is(1));

    given()
        .get("/v1/lanes")
        .then()
        .body("data.find { it.name == '%s' }.pause.reason".formatted(lane), is("maintenance"));
  }

  @Test
  void withoutAnEndItLastsUntilSomebodyResumesTheLane() {
    pause("{\"reason\": \"r\", \"until\": null}").body("pause.until", nullValue());

    resume().statusCode(200).body("open", is(true)).body("pause", nullValue());
  }

  @Test
  void jobsOfAPausedLaneStayQueuedAndThoseThatRunEnd() {
    jobs.queued(lane);
    var running = jobs.claim(lane);
    pause("{\"reason\": \"r\"}");

    assertEquals(List.of(), claimed());
    jobs.succeed(running, StoredJobs.ANSWER);
    given().get("/v1/jobs/" + running.lease().job()).then().body("state", equalTo("succeeded"));

    resume();
    assertEquals(1, claimed().size());
  }

  @Test
  void aPauseThatIsOverKeepsNobodyOut() {
    pause("{\"reason\": \"r\", \"until\": \"%s\"}".formatted(UNTIL));
    sql("update lane_pause set paused_until = now() - interval '1 s' where lane = '" + lane + "'");

    given()
        .get("/v1/lanes")
        .then()
        .body("data.find { it.name == '%s' }.open".formatted(lane), is(true))
        .body("data.find { it.name == '%s' }.pause".formatted(lane), nullValue());
    assertEquals(1, claimed().size());
    resume();
    assertEquals(List.of("lane.pause"), audited("what"));
  }

  @Test
  void aResumedLanesWorkersAreToldAtOnce() {
    Map<String, String> configured = Map.of("model", "m", "prompt", "p");
    given().contentType("application/json").body(configured).post("/v1/jobs");
    pause("default", "{\"reason\": \"r\"}").statusCode(200);
    await().until(() -> hints.all().stream().anyMatch(hint -> hint.lane().equals("default")));
    int before = hints.all().size();

    resume("default").statusCode(200);

    await().atMost(Duration.ofSeconds(30)).until(() -> hints.all().size() > before);
  }

  @Test
  void resumingOpensWhatAProviderClosedAndNoOtherLane() {
    String other = StoredJobs.freshLane();
    jobs.closures.closeLane(lane, Duration.ofDays(1), "account", UUID.randomUUID());
    jobs.closures.closeModel(lane, "gpt-a", Duration.ofDays(1), "daily", UUID.randomUUID());
    jobs.closures.closeLane(other, Duration.ofDays(1), "account", UUID.randomUUID());

    resume()
        .statusCode(200)
        .body("open", is(true))
        .body("closed_until", nullValue())
        .body("closed_models", empty());

    assertEquals(1, claimed().size());
    given()
        .get("/v1/lanes")
        .then()
        .body("data.find { it.name == '%s' }.open".formatted(other), is(false));
    assertEquals(List.of("2"), audited("details->>'closures'"));
    jobs.closures.openLane(other, "account");
  }

  @Test
  void eachChangeIsAuditedAndARepetitionIsNone() {
    for (int i = 0; i < 2; i++) {
      pause("{\"reason\": \"r\", \"until\": \"%s\"}".formatted(UNTIL)).statusCode(200);
    }
    String since = pause("{\"reason\": \"longer\"}").extract().path("pause.since");
    for (int i = 0; i < 2; i++) {
      resume().statusCode(200);
    }

    assertEquals(List.of("lane.pause", "lane.pause", "lane.resume"), audited("what"));
    assertEquals(List.of("r", "longer", "null"), audited("details->>'reason'"));
    assertEquals(List.of(UNTIL, "null", "null"), audited("details->>'until'"));
    assertEquals(List.of("open"), audited("who").stream().distinct().toList());
    assertEquals(List.of("127.0.0.1"), audited("origin").stream().distinct().toList());
    assertEquals(
        List.of("true"), audited("at >= timestamptz '" + since + "'").stream().distinct().toList());
  }

  @Test
  void aReplacedPauseCountsFromItsBeginning() {
    String since = pause("{\"reason\": \"r\"}").extract().path("pause.since");

    pause("{\"reason\": \"other\"}")
        .body("pause.since", is(since))
        .body("pause.reason", is("other"));
  }

  @Test
  void manyAtOnceWaitForEachOtherAndEndInOnePause() throws Exception {
    List<Future<Integer>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        String body = "{\"reason\": \"r%d\"}".formatted(i);
        sent.add(threads.submit(() -> pause(body).extract().statusCode()));
      }
    }
    for (Future<Integer> one : sent) {
      assertEquals(200, one.get());
    }
    assertEquals(40, audited("what").size());
  }

  @Test
  void anUnknownLaneIsNotFound() {
    pause("nobody's", "{\"reason\": \"r\"}")
        .statusCode(404)
        .body("type", is("urn:errand:problem:not-found"))
        .body("detail", containsString("nobody's"));
    resume("nobody's").statusCode(404);
    resume("%00").statusCode(404);
    resume("%ff").statusCode(404);
  }

  @Test
  void everythingThatIsWrongIsListed() {
    pause("{\"until\": \"2001-01-01T00:00:00Z\", \"because\": 1, \"body\": {}}")
        .statusCode(422)
        .body("type", is("urn:errand:problem:invalid-body"))
        .body("violations.field", contains("because", "body", "reason", "until"))
        .body("violations[0].message", is("unknown field. Known fields: reason, until"))
        .body("violations[3].message", containsString("in the future"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\": 5}|reason|must be a string, not a number",
        "{\"reason\": \"\"}|reason|must not be empty",
        "{\"reason\": \"\\u0000\"}|reason|must contain neither a NUL character",
        "{\"reason\": \"r\", \"until\": \"tomorrow\"}|until|must be an RFC 3339 time"
      })
  void aFieldThatIsWrongSaysHow(String body, String field, String message) {
    pause(body)
        .statusCode(422)
        .body("violations.field", contains(field))
        .body("violations[0].message", containsString(message));
  }

  @Test
  void aReasonHasALongestLength() {
    pause("{\"reason\": \"%s\"}".formatted("r".repeat(1000))).statusCode(200);
    pause("{\"reason\": \"%s\"}".formatted("r".repeat(1001)))
        .statusCode(422)
        .body("violations[0].message", is("must have at most 1000 characters"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"reason\": \"r\"} more"})
  void whatIsNoJsonObjectIsToldSo(String body) {
    pause(body).statusCode(400).body("type", is("urn:errand:problem:invalid-json"));
  }

  @Test
  void theConnectionsOfThisAreMeasuredBesideTheOthers() {
    pause("{\"reason\": \"r\"}").statusCode(200);

    given()
        .get(Management.url("/q/metrics"))
        .then()
        .body(containsString("agroal_active_count{datasource=\"admin\"}"));
  }

  /** The transaction manager logs only transactions over several resources. */
  @Test
  void noTransactionLogIsWritten() {
    pause("{\"reason\": \"r\"}").statusCode(200);

    assertFalse(Files.exists(Path.of("ObjectStore")));
  }

  private List<?> claimed() {
    return jobs.leases.claim("w", StoredJobs.LEASE, Map.of(lane, 10), Long.MAX_VALUE);
  }

  private ValidatableResponse pause(String body) {
    return pause(lane, body);
  }

  private ValidatableResponse resume() {
    return resume(lane);
  }

  private static ValidatableResponse pause(String lane, String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/v1/lanes/{lane}/pause", lane)
        .then();
  }

  private static ValidatableResponse resume(String lane) {
    return given()
        .urlEncodingEnabled(!lane.startsWith("%"))
        .post("/v1/lanes/" + lane + "/resume")
        .then();
  }

  /** A column of the lane's audit entries, in order. */
  private List<String> audited(String column) {
    return database.statement(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "select (%s)::text from audit where which = ? order by at".formatted(column))) {
            query.setString(1, lane);
            return Rows.all(query, row -> String.valueOf(row.getString(1)));
          }
        });
  }

  private void sql(String sql) {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }
}
