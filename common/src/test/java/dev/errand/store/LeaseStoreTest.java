package dev.errand.store;

import static dev.errand.testing.StoreFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.ProviderError;
import dev.errand.job.ProviderError.Header;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.read.JobQueries;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseStoreTest {

  private static final Failure FAILURE = new Failure(Failure.Type.PROVIDER_ERROR, "no");
  private static final Call CALL = new Call(200, "req-1", new Usage(3L, 4L, 7L));

  private final StoreFixture store = new StoreFixture();

  @Test
  void allAttemptsOfALifeAreOfItAndARetryByHandBeginsAnother() {
    UUID id = store.submit();
    ClaimedJob first = claimOne();
    end(AttemptEnd.handedBack(first.lease()));
    ClaimedJob second = claimOne();
    end(AttemptEnd.failed(second.lease(), Outcome.FAILED, FAILURE, CALL));
    store.jobs.retry(Caller.open(), id);

    assertEquals(List.of(1, 1, 2), List.of(first.life(), second.life(), claimOne().life()));
  }

  @Test
  void aSucceededJobKeepsAnswerAttemptAndUsage() {
    UUID id = store.submit();
    Lease lease = claimOne().lease();

    assertEquals(
        List.of(EndFate.RECORDED),
        store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1, 2}, CALL))));

    assertEquals("succeeded", store.state(id));
    assertEquals(
        List.of(List.of("1", "w", "succeeded", "200", "req-1", "3", "4", "7")),
        store.query(
            "select number, worker, outcome, http_status, provider_request_id, input_tokens,"
                + " output_tokens, total_tokens from attempt"));
    assertEquals(List.of(List.of("\\x0102")), store.query("select body from job_result"));
  }

  @Test
  void onlyASucceededJobKeepsItsFinishReason() {
    Call cutOff = new Call(200, null, Usage.UNKNOWN).finished("length");
    UUID succeeded = store.submit();
    end(AttemptEnd.succeeded(claimOne().lease(), new byte[] {1}, cutOff));
    UUID failed = store.submit();
    end(AttemptEnd.failed(claimOne().lease(), Outcome.FAILED, FAILURE, cutOff));

    String reason = "select finish_reason from job where id = '%s'";
    assertEquals(List.of(List.of("length")), store.query(reason.formatted(succeeded)));
    assertEquals(
        List.of(List.of("t")),
        store.query("select finish_reason is null from job where id = '%s'".formatted(failed)));
  }

  @Test
  void aFailedJobKeepsItsError() {
    UUID id = store.submit();

    end(AttemptEnd.failed(claimOne().lease(), Outcome.FAILED, FAILURE, CALL));

    assertEquals("failed", store.state(id));
    assertEquals(
        List.of(List.of("provider_error", "no", "200")),
        store.query("select error_type, error_message, http_status from job_result"));
  }

  @Test
  void aFailedJobKeepsItsProvidersErrorAndOneToBeRetriedDoesNot() {
    ProviderError error =
        new ProviderError(
            "{\"error\": {}}",
            List.of(new Header("retry-after", "7"), new Header("x-ratelimit-reset", "a:b")));
    UUID failed = store.submit();
    end(AttemptEnd.failed(claimOne().lease(), Outcome.FAILED, FAILURE, CALL.refused(error)));
    store.submit();
    Duration delay = Duration.ofMinutes(1);
    end(
        AttemptEnd.retryLater(
            claimOne().lease(), Outcome.FAILED, delay, FAILURE, CALL.refused(error)));

    JobQueries jobs = new JobQueries(store.database);
    assertEquals(
        error, jobs.details(Caller.open(), failed).orElseThrow().result().orElseThrow().error());
    assertEquals(List.of(List.of("1")), store.query("select count(*) from job_result"));
  }

  @Test
  void aJobToBeRetriedIsScheduledAndSpendsAnAttempt() {
    UUID id = store.submit();

    end(retry(claimOne().lease(), Outcome.FAILED));

    assertEquals("scheduled", store.state(id));
    assertEquals(
        List.of(List.of("1", "t")),
        store.query("select spent, run_at between now() and now() + '1 h' from job"));
  }

  @Test
  void aThrottledAttemptSpendsNothing() {
    store.submit();

    end(retry(claimOne().lease(), Outcome.THROTTLED));

    assertEquals(List.of(List.of("0")), store.query("select spent from job"));
  }

  @Test
  void anAttemptThatWasNotSentSpendsNothingAndKeepsItsError() {
    UUID id = store.submit();

    end(AttemptEnd.notSent(claimOne().lease(), Duration.ofMinutes(1), FAILURE));

    assertEquals("scheduled", store.state(id));
    assertEquals(List.of(List.of("0")), store.query("select spent from job"));
    assertEquals(
        List.of(List.of("failed", "provider_error")),
        store.query("select outcome, error_type from attempt"));
  }

  @Test
  void aJobHandedBackIsQueuedUnspentAtItsOldPlace() {
    UUID first = store.submit();
    store.submit();

    end(AttemptEnd.handedBack(claimOne().lease()));

    ClaimedJob again = claimOne();
    assertEquals(first, again.lease().job());
    assertEquals(2, again.lease().attempt());
    assertEquals(0, again.spent());
  }

  @Test
  void aWorkerWithoutTheLeaseChangesNothing() {
    UUID id = store.submit();
    Lease lease = claimOne().lease();

    assertEquals(
        List.of(EndFate.LEASE_GONE),
        store.leases.end("other", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, CALL))));

    assertEquals("running", store.state(id));
    assertEquals(List.of(), store.query("select * from attempt"));
    assertEquals(List.of(), store.query("select * from job_result"));
  }

  @Test
  void anEndThatIsRepeatedHasWonAndIsRecordedOnce() {
    store.submit();
    store.submit();
    AttemptEnd succeeded = AttemptEnd.succeeded(claimOne().lease(), new byte[] {1}, CALL);
    AttemptEnd delayed = retry(claimOne().lease(), Outcome.FAILED);
    end(succeeded);
    end(delayed);

    // Like a worker whose database became unavailable before it responded.
    assertEquals(
        List.of(EndFate.RECORDED, EndFate.RECORDED),
        store.leases.end("w", List.of(succeeded, delayed)));

    assertEquals(List.of(List.of("2")), store.query("select sum(spent) from job"));
    assertEquals(List.of(List.of("2")), store.query("select count(*) from attempt"));
    assertEquals(List.of(List.of("1")), store.query("select count(*) from job_result"));
  }

  @Test
  void anEndAfterACancelHasNotWonAlthoughTheAttemptNamesTheWorker() {
    store.submit();
    Lease lease = claimOne().lease();
    store.jobs.cancel(Caller.open(), lease.job());

    assertEquals(
        List.of(EndFate.LEASE_GONE),
        store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, CALL))));
  }

  @Test
  void aWorkerThatLostAnAttemptAndHoldsTheNextRecordsOnlyTheNext() {
    store.submit();
    Lease old = claimOne().lease();
    store.execute("update job set lease_until = now() - interval '1 s'");
    store.dispatch.reclaim(10);
    Lease current = claimOne().lease();

    List<EndFate> won =
        store.leases.end(
            "w",
            List.of(
                AttemptEnd.succeeded(old, new byte[] {1}, CALL),
                AttemptEnd.succeeded(current, new byte[] {2}, CALL)));

    assertEquals(List.of(EndFate.LEASE_GONE, EndFate.RECORDED), won);
    assertEquals(
        List.of(List.of("1", "lost"), List.of("2", "succeeded")),
        store.query("select number, outcome from attempt order by number"));
    assertEquals(List.of(List.of("\\x02")), store.query("select body from job_result"));
  }

  @Test
  void aHeartbeatExtendsHeldLeasesAndReportsLostOnes() {
    store.submit();
    store.submit();
    Lease held = claimOne().lease();
    Lease cancelled = claimOne().lease();
    store.jobs.cancel(Caller.open(), cancelled.job());
    store.execute("update job set lease_until = now() where state = 'running'");

    assertEquals(
        Set.of(held), store.leases.extend(StoreFixture.beat("w"), LEASE, List.of(held, cancelled)));
    assertEquals(
        List.of(List.of("t")),
        store.query("select lease_until > now() + '20 s' from job where state = 'running'"));
  }

  @Test
  void anotherWorkersHeartbeatExtendsNothing() {
    store.submit();
    Lease lease = claimOne().lease();

    assertFalse(
        store.leases.extend(StoreFixture.beat("other"), LEASE, List.of(lease)).contains(lease));
  }

  private ClaimedJob claimOne() {
    return store.claim("w", 1).getFirst();
  }

  private void end(AttemptEnd end) {
    assertEquals(List.of(EndFate.RECORDED), store.leases.end("w", List.of(end)));
  }

  private static AttemptEnd retry(Lease lease, Outcome outcome) {
    return AttemptEnd.retryLater(lease, outcome, Duration.ofMinutes(1), FAILURE, CALL);
  }
}
