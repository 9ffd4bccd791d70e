package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.JobState;
import dev.errand.store.ClaimedJob;
import dev.errand.store.NewJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ReadJobQuarkusTest {

  private static final Set<String> ALWAYS =
      Set.of(
          "id",
          "state",
          "endpoint",
          "model",
          "metadata",
          "lane",
          "priority",
          "run_at",
          "deadline",
          "max_attempts",
          "timeout_seconds",
          "on_lost",
          "created_at",
          "started_at",
          "ended_at",
          "life",
          "attempts_spent",
          "attempts");

  @Inject StoredJobs jobs;
  @Inject DataSource database;

  @Test
  void aQueuedJobShowsItsSubmission() {
    String lane = StoredJobs.freshLane();
    Instant deadline = Instant.parse("2099-01-05T09:30:00.123456Z");
    NewJob job =
        jobs.job(
            lane,
            new NewJob.Plan(7, null, null, deadline, 3, 90),
            StoredJobs.request("gpt-test", "{\"customer\": \"acme\", \"b\": \"\\u00e9\"}"));
    jobs.accept(job);
    ValidatableResponse answer =
        get(job.id())
            .body("id", is(job.id().toString()))
            .body("state", is("queued"))
            .body("endpoint", is("/v1/chat/completions"))
            .body("model", is("gpt-test"))
            .body("lane", is(lane))
            .body("priority", is(7))
            .body("metadata", equalTo(Map.of("customer", "acme", "b", "é")))
            .body("deadline", is(deadline.toString()))
            .body("life", is(1))
            .body("max_attempts", is(3))
            .body("attempts_spent", is(0))
            .body("timeout_seconds", is(90))
            .body("position", is(1))
            .body("started_at", nullValue())
            .body("ended_at", nullValue())
            .body("attempts.size()", is(0));
    Map<String, Object> json = answer.extract().jsonPath().getMap("");
    assertEquals(json.get("created_at"), json.get("run_at"));
    Instant.parse((String) json.get("created_at"));
    assertTrue(json.keySet().containsAll(ALWAYS), json::toString);
    assertTrue(json.containsKey("waiting"));
    assertEquals(ALWAYS.size() + 2, json.size(), json::toString);
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void commonFieldsAreAlwaysPresent(JobState state) {
    Map<String, Object> json = get(jobs.in(state)).extract().jsonPath().getMap("");
    assertTrue(json.keySet().containsAll(ALWAYS), json::toString);
    assertEquals(state.text(), json.get("state"));
    assertEquals(state == JobState.QUEUED, json.containsKey("position"));
    assertEquals(
        state == JobState.QUEUED || state == JobState.SCHEDULED, json.containsKey("waiting"));
    assertEquals(state == JobState.SUCCEEDED, json.containsKey("result"));
    assertEquals(state == JobState.SUCCEEDED, json.containsKey("usage"));
    assertEquals(state.isFinal() && state != JobState.SUCCEEDED, json.containsKey("error"));
    assertEquals(state.isFinal(), json.get("ended_at") != null);
  }

  @Test
  void aJobsPositionCountsThoseThatRunBeforeIt() {
    String lane = StoredJobs.freshLane();
    UUID first = jobs.queued(lane);
    UUID second = jobs.queued(lane);
    jobs.scheduled(lane, Duration.ofHours(1));
    UUID urgent =
        jobs.accept(
            jobs.job(lane, StoredJobs.plan(1, null, null), StoredJobs.request("gpt-test", null)));
    get(urgent).body("position", is(1));
    get(first).body("position", is(2));
    get(second).body("position", is(3));
    jobs.claim(lane);
    get(second).body("position", is(2));
  }

  @Test
  void countingAPositionStopsAtAThousand() {
    String lane = StoredJobs.freshLane();
    jobs.accept(lane, 1000);
    UUID last = jobs.queued(lane);
    get(last).body("position", is(1000));
    jobs.claim(lane);
    get(last).body("position", is(1000));
    jobs.claim(lane);
    get(last).body("position", is(999));
  }

  @Test
  void anAnswerIsReturnedByteForByte() {
    String result = "{ \"b\":1.0e0,\"a\" : \"\\u00e9é😀\",\n\t\"a\":[1 ,2], \"n\": 1e400 }";
    ClaimedJob job = jobs.running();
    jobs.succeed(job, result);
    String body =
        new String(get(job.lease().job()).extract().asByteArray(), StandardCharsets.UTF_8);
    assertTrue(body.contains("\"result\":" + result + ",") || body.endsWith(result + "}"), body);
  }

  @Test
  void aSucceededJobShowsTheTextAndTheTokens() {
    get(jobs.in(JobState.SUCCEEDED))
        .body("output_text", is("Paris"))
        .body("result.choices[0].message.content", is("Paris"))
        .body("usage.input_tokens", is(12))
        .body("usage.output_tokens", is(34))
        .body("usage.total_tokens", is(46))
        .body("attempts[0].http_status", is(200))
        .body("attempts[0].provider_request_id", is("req_1"));
  }

  @Test
  void aFailedJobShowsTheError() {
    get(jobs.in(JobState.FAILED))
        .body("error.type", is("provider_error"))
        .body("error.message", is("no such model"))
        .body("error.http_status", is(404))
        .body("", not(hasKey("output_text")));
  }

  @Test
  void aCancelledJobSaysSo() {
    get(jobs.in(JobState.CANCELLED))
        .body("error.type", is("cancelled"))
        .body("error.message", containsString("retry"));
  }

  @Test
  void anExpiredJobNamesItsDeadline() {
    ValidatableResponse answer = get(jobs.in(JobState.EXPIRED)).body("error.type", is("expired"));
    String deadline = answer.extract().path("deadline");
    answer.body("error.message", containsString(deadline));
  }

  @Test
  void anUnknownIdIsA404() {
    UUID id = UUID.randomUUID();
    given()
        .get("/v1/jobs/{id}", id)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", is("urn:errand:problem:not-found"))
        .body("detail", containsString(id.toString()));
  }

  /** The job is read first and its attempts afterwards; here they have been deleted in between. */
  @Test
  void aJobThatIsDeletedWhileItIsReadIsA404() throws Exception {
    UUID id = jobs.in(JobState.SUCCEEDED);
    try (Connection erasing = database.getConnection();
        Statement statement = erasing.createStatement()) {
      erasing.setAutoCommit(false);
      statement.execute("lock table attempt in access exclusive mode");
      CompletableFuture<Response> answer =
          CompletableFuture.supplyAsync(() -> given().get("/v1/jobs/{id}", id));
      await().until(this::attemptsAreWaitedFor);
      statement.execute("delete from attempt where job_id = '%s'".formatted(id));
      statement.execute("delete from job where id = '%s'".formatted(id));
      erasing.commit();
      answer.get().then().statusCode(404).body("detail", containsString(id.toString()));
    }
  }

  private boolean attemptsAreWaitedFor() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      return statement
          .executeQuery(
              "select from pg_stat_activity"
                  + " where wait_event_type = 'Lock' and query like 'select%from attempt%'")
          .next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", "019a3c5e", "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3g", "é%00"})
  void aMalformedIdIsA400(String id) {
    for (String path : new String[] {"/v1/jobs/{id}/cancel", "/v1/jobs/{id}/retry"}) {
      problem(given().post(path, id).then());
    }
    problem(given().get("/v1/jobs/{id}", id).then());
    problem(given().delete("/v1/jobs/{id}", id).then());
  }

  @Test
  void anIdMayHaveUpperCaseLetters() {
    UUID id = jobs.in(JobState.QUEUED);
    given().get("/v1/jobs/{id}", id.toString().toUpperCase()).then().statusCode(200);
  }

  private static void problem(ValidatableResponse answer) {
    answer
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", is("urn:errand:problem:invalid-request"))
        .body("detail", startsWith("a job's id is a UUID"));
  }

  private static ValidatableResponse get(UUID id) {
    return given().get("/v1/jobs/{id}", id).then().statusCode(200).contentType("application/json");
  }
}
