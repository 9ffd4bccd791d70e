package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.SentHints;
import dev.errand.api.testing.StoredJobs;
import dev.errand.broker.Hint;
import dev.errand.job.JobState;
import dev.errand.store.ClaimedJob;
import dev.errand.store.NewJob;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class JobActionsQuarkusTest {

  @Inject StoredJobs jobs;
  @Inject SentHints hints;

  @ParameterizedTest
  @EnumSource(names = {"SCHEDULED", "QUEUED", "RUNNING", "CANCELLED"})
  void aJobThatHasNotEndedOtherwiseIsCancelled(JobState state) {
    UUID id = jobs.in(state);
    for (int time = 0; time < 2; time++) {
      post("cancel", id)
          .statusCode(200)
          .body("id", is(id.toString()))
          .body("state", is("cancelled"))
          .body("error.type", is("cancelled"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "EXPIRED"})
  void aJobThatHasEndedOtherwiseIsNotCancelled(JobState state) {
    UUID id = jobs.in(state);
    conflict(post("cancel", id), state, "unfinished");
    assertState(state, id);
  }

  @Test
  void aRunningJobsAttemptIsCancelledWithItAndItsAnswerIsVoid() {
    ClaimedJob job = jobs.running();
    post("cancel", job.lease().job())
        .body("attempts[0].outcome", is("cancelled"))
        .body("attempts[0].worker", is(StoredJobs.WORKER));
    jobs.succeed(job, StoredJobs.ANSWER);
    assertState(JobState.CANCELLED, job.lease().job());
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CANCELLED", "EXPIRED"})
  void anEndedJobWithoutAnAnswerIsRunAgain(JobState state) {
    UUID id = jobs.in(state);
    String lane =
        post("retry", id)
            .statusCode(202)
            .header("Location", is("/v1/jobs/" + id))
            .header("Retry-After", "1")
            .body("state", is("queued"))
            .body("life", is(2))
            .body("attempts_spent", is(0))
            .body("deadline", nullValue())
            .body("ended_at", nullValue())
            .body("position", is(1))
            .extract()
            .path("lane");
    assertEquals(id, jobs.claim(lane).lease().job());
  }

  @Test
  void aRetryHintsAtTheWorkers() {
    UUID id = jobs.accept(jobs.job("default", StoredJobs.plan(0, null, null), request()));
    jobs.jobs.cancel(Caller.open(), id);
    post("retry", id).statusCode(202);
    await().until(() -> hints.all().contains(new Hint("default", id)));
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEDULED", "QUEUED", "RUNNING", "SUCCEEDED"})
  void aJobThatHasNotEndedOrHasSucceededIsNotRetried(JobState state) {
    UUID id = jobs.in(state);
    conflict(post("retry", id), state, "failed, expired or cancelled");
    assertState(state, id);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void anEndedJobIsDeleted(JobState state) {
    UUID id = jobs.in(state);
    given().delete("/v1/jobs/{id}", id).then().statusCode(204);
    given().get("/v1/jobs/{id}", id).then().statusCode(404);
    given().delete("/v1/jobs/{id}", id).then().statusCode(404);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEDULED", "QUEUED", "RUNNING"})
  void aJobThatHasNotEndedIsNotDeleted(JobState state) {
    UUID id = jobs.in(state);
    conflict(given().delete("/v1/jobs/{id}", id).then(), state, "cancel it first");
    assertState(state, id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "retry"})
  void anUnknownIdIsA404(String move) {
    UUID id = UUID.randomUUID();
    post(move, id)
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString(id.toString()));
  }

  @ParameterizedTest
  @CsvSource({"application/json, {}", "text/plain, nonsense", "application/json, {"})
  void aBodyIsIgnored(String type, String body) {
    UUID id = jobs.in(JobState.QUEUED);
    given().contentType(type).body(body).post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
    given().contentType(type).body(body).post("/v1/jobs/{id}/retry", id).then().statusCode(202);
  }

  @Test
  void onlyItsMethodsAreServedAtAPath() {
    UUID id = jobs.in(JobState.QUEUED);
    for (String path : List.of("/v1/jobs/%s/cancel", "/v1/jobs/%s/retry")) {
      given().get(path.formatted(id)).then().statusCode(405);
    }
  }

  private static NewJob.Request request() {
    return StoredJobs.request("gpt-test", null);
  }

  private static ValidatableResponse post(String move, UUID id) {
    return given().post("/v1/jobs/{id}/{move}", id, move).then();
  }

  private static void conflict(ValidatableResponse answer, JobState state, String rule) {
    answer
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", is("urn:errand:problem:conflict"))
        .body("detail", allOf(containsString("the job is " + state.text()), containsString(rule)));
  }

  private static void assertState(JobState state, UUID id) {
    given().get("/v1/jobs/{id}", id).then().body("state", is(state.text()));
  }
}
