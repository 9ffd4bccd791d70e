package dev.errand.api.lists;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FailuresQuarkusTest {

  @Inject StoredJobs jobs;

  private final String lane = StoredJobs.freshLane();

  @Test
  void failedJobsAreGroupedByReason() {
    jobs.accept(lane, 3);
    ClaimedJob first = jobs.claim(lane);
    ClaimedJob second = jobs.claim(lane);
    jobs.fail(first);
    jobs.fail(second);
    jobs.end(timeout(jobs.claim(lane)));

    failures()
        .body("jobs", is(3))
        .body("more", is(false))
        .body("ended_after", notNullValue())
        .body("ended_before", nullValue())
        .body("data.jobs", is(List.of(2, 1)))
        .body("data[0].lane", is(lane))
        .body("data[0].model", is("gpt-test"))
        .body("data[0].error_type", is("provider_error"))
        .body("data[0].http_status", is(404))
        .body("data[0].message", is("no such model"))
        .body("data[0].newest", is(List.of(id(second), id(first))))
        .body("data[0].may_be_billed", is(false))
        .body("data[1].error_type", is("timeout"))
        .body("data[1].message", is("no complete answer within # s"))
        .body("data[1].http_status", nullValue())
        .body("data[1].may_be_billed", is(true));
  }

  @Test
  void aLaterSuccessShowsThatItWorksAgain() {
    jobs.accept(lane, 2);
    jobs.fail(jobs.claim(lane));
    failures().body("data[0].works_again", is(false));

    jobs.succeed(jobs.claim(lane), StoredJobs.ANSWER);
    failures().body("data[0].works_again", is(true));
  }

  @Test
  void failuresOfAnotherTimeAreLeftOut() {
    jobs.accept(lane, 1);
    jobs.fail(jobs.claim(lane));
    Instant later = Instant.now().plusSeconds(60);

    given()
        .queryParams("lane", lane, "ended_after", later.toString())
        .get("/v1/failures")
        .then()
        .statusCode(200)
        .body("data", is(List.of()))
        .body("jobs", is(0));
  }

  @Test
  void anInvalidQueryIsA400() {
    given()
        .get("/v1/failures?state=failed")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "violations[0].message",
            containsString("supported: lane, model, ended_after, ended_before"));
  }

  private ValidatableResponse failures() {
    return given().queryParam("lane", lane).get("/v1/failures").then().statusCode(200);
  }

  private static AttemptEnd timeout(ClaimedJob job) {
    Failure failure = new Failure(Failure.Type.TIMEOUT, "no complete answer within 60 s");
    return AttemptEnd.failed(job.lease(), Outcome.TIMED_OUT, failure, Call.UNHEARD);
  }

  private static String id(ClaimedJob job) {
    return job.lease().job().toString();
  }
}
