package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class AttemptsQuarkusTest {

  @Inject StoredJobs jobs;

  @Test
  void onlyTheLatestAttemptsAreShown() {
    ClaimedJob job = jobs.running();
    for (int i = 0; i < 101; i++) {
      jobs.end(AttemptEnd.handedBack(job.lease()));
      job = jobs.claim(job.lane());
    }
    get(job.lease().job())
        .body("attempts.size()", is(101))
        .body("attempts[0].number", is(2))
        .body("attempts[99].number", is(101))
        .body("attempts[100].number", is(102))
        .body("attempts[100].outcome", nullValue());
  }

  @Test
  void theCurrentAttemptIsShownWithoutAnEnd() {
    ClaimedJob job = jobs.running();
    get(job.lease().job())
        .body("state", is("running"))
        .body("attempts.size()", is(1))
        .body("attempts[0].number", is(1))
        .body("attempts[0].life", is(1))
        .body("attempts[0].worker", is(StoredJobs.WORKER))
        .body("attempts[0].ended_at", nullValue())
        .body("attempts[0].duration_ms", nullValue())
        .body("attempts[0]", hasKey("outcome"))
        .body("attempts[0].outcome", nullValue())
        .body("attempts[0]", not(hasKey("error")));
  }

  @Test
  void eachAttemptStaysOnRecord() {
    ClaimedJob first = jobs.running();
    Failure failure = new Failure(Failure.Type.RATE_LIMITED, "slow down");
    AttemptEnd.Call call = new AttemptEnd.Call(429, "req_9", StoredJobs.CALL.usage());
    jobs.end(AttemptEnd.retryLater(first.lease(), Outcome.THROTTLED, Duration.ZERO, failure, call));
    jobs.promote(first.lease().job());
    jobs.succeed(jobs.claim(first.lane()), StoredJobs.ANSWER);
    get(first.lease().job())
        .body("state", is("succeeded"))
        .body("attempts.size()", is(2))
        .body("attempts_spent", is(1))
        .body("attempts.number", is(List.of(1, 2)))
        .body("attempts.outcome", is(List.of("throttled", "succeeded")))
        .body("attempts[0].http_status", is(429))
        .body("attempts[0].error.type", is("rate_limited"))
        .body("attempts[0].error.message", is("slow down"))
        .body("attempts[0].error", not(hasKey("http_status")))
        .body("attempts[0].provider_request_id", is("req_9"))
        .body("attempts[1].usage.total_tokens", is(46))
        .body("attempts[1]", not(hasKey("error")))
        .body("attempts[1]", not(hasKey("cost")));
  }

  @Test
  void aRetriedJobKeepsTheAttemptsOfItsEarlierLives() {
    ClaimedJob first = jobs.running();
    jobs.fail(first);
    jobs.jobs.retry(Caller.open(), first.lease().job());
    jobs.claim(first.lane());
    get(first.lease().job())
        .body("life", is(2))
        .body("attempts.number", is(List.of(1, 2)))
        .body("attempts.life", is(List.of(1, 2)))
        .body("attempts[0].outcome", is("failed"))
        .body("attempts[1].outcome", nullValue());
  }

  private static ValidatableResponse get(UUID id) {
    return given().get("/v1/jobs/{id}", id).then().statusCode(200);
  }
}
