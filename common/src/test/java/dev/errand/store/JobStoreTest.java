package dev.errand.store;

import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.Acceptance.Forgotten;
import dev.errand.store.Acceptance.KeyReused;
import dev.errand.store.Acceptance.Replayed;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.JobStore.Move;
import dev.errand.store.NewJob.Key;
import dev.errand.store.NewJob.Plan;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobStoreTest {

  private static final Failure FAILURE = new Failure(Failure.Type.TIMEOUT, "late");

  private static final String ORIGIN = "10.1.2.3";

  private final StoreFixture store = new StoreFixture();

  @Test
  void aJobWithADelayIsScheduledByTheDatabasesClock() {
    UUID id = store.submit(newJob(new Plan(0, null, Duration.ofHours(1), null, 3, null)));

    assertEquals("scheduled", store.state(id));
    assertEquals(List.of(List.of("01:00:00")), store.query("select run_at - created_at from job"));
  }

  @Test
  void aJobWhoseRunAtHasPassedIsQueued() {
    Instant past = Instant.now().minusSeconds(60);

    assertEquals(
        "queued", store.state(store.submit(newJob(new Plan(0, past, null, null, 3, null)))));
  }

  @Test
  void theSamePayloadUnderAKeyIsTheFirstJobAgain() {
    NewJob first = keyed("k", 1);
    Accepted accepted = assertInstanceOf(Accepted.class, accept(first));

    assertEquals(new Replayed(accepted.id()), accept(keyed("k", 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "purged"})
  void aKeyOutlivesItsJob(String how) {
    NewJob first = keyed("k", 1);
    accept(first);
    store.jobs.cancel(Caller.open(), first.id());
    if (how.equals("deleted")) {
      store.jobs.delete(Caller.open(), ORIGIN, first.id());
    } else {
      assertEquals(1, store.dispatch.purge(Duration.ofSeconds(-1), 10));
    }

    assertEquals(new Forgotten(first.id()), accept(keyed("k", 1)));
    assertEquals(new KeyReused(first.id()), accept(keyed("k", 2)));
    assertEquals(List.of(List.of("0")), store.query("select count(*) from job"));

    store.execute("update idempotency_key set created_at = now() - interval '25 h'");
    store.dispatch.purgeKeys(Duration.ofHours(24), 10);
    assertInstanceOf(Accepted.class, accept(keyed("k", 1)));
  }

  @Test
  void oneBatchMayHaveKeysOfExistingAndDeletedJobs() {
    NewJob there = keyed("there", 1);
    NewJob gone = keyed("gone", 1);
    store.submissions.accept(List.of(there, gone));
    store.jobs.cancel(Caller.open(), gone.id());
    store.jobs.delete(Caller.open(), ORIGIN, gone.id());
    NewJob fresh = keyed("fresh", 1);

    List<Acceptance> fates =
        store.submissions.accept(List.of(keyed("gone", 1), fresh, keyed("there", 1)));

    assertEquals(new Forgotten(gone.id()), fates.get(0));
    assertInstanceOf(Accepted.class, fates.get(1));
    assertEquals(new Replayed(there.id()), fates.get(2));
  }

  @Test
  void anotherPayloadUnderAKeyIsRejected() {
    NewJob first = keyed("k", 1);
    accept(first);

    assertEquals(new KeyReused(first.id()), accept(keyed("k", 2)));
  }

  @Test
  void oneBatchMayHoldAKeyTwice() {
    NewJob first = keyed("k", 1);
    NewJob again = keyed("k", 1);
    NewJob other = keyed("k2", 1);

    List<Acceptance> fates = store.submissions.accept(List.of(other, first, again));

    assertInstanceOf(Accepted.class, fates.get(0));
    assertInstanceOf(Accepted.class, fates.get(1));
    assertEquals(new Replayed(first.id()), fates.get(2));
  }

  @Test
  void cancelEndsUnfinishedJobsAndReturnsTheirState() {
    UUID queued = store.submit();
    UUID scheduled = store.submit(newJob(new Plan(0, null, Duration.ofHours(1), null, 3, null)));

    assertEquals(Optional.of(new Move(JobState.QUEUED, true, false)), cancel(queued));
    assertEquals(Optional.of(new Move(JobState.SCHEDULED, true, false)), cancel(scheduled));
    assertEquals(Optional.of(new Move(JobState.CANCELLED, false, false)), cancel(queued));
    assertEquals(Optional.empty(), cancel(UUID.randomUUID()));
  }

  @Test
  void cancelOfARunningJobTakesTheLeaseAndRecordsTheAttempt() {
    UUID id = store.submit();
    Lease lease = store.claim("w", 1).getFirst().lease();

    assertEquals(Optional.of(new Move(JobState.RUNNING, true, false)), cancel(id));

    assertEquals(
        List.of(List.of("1", "w", "cancelled")),
        store.query("select number, worker, outcome from attempt"));
    assertEquals(
        List.of(EndFate.LEASE_GONE),
        store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD))));
  }

  @Test
  void retryStartsANewLifeOfAFailedJobAndKeepsItsAttempts() {
    UUID id = failed();

    assertEquals(
        Optional.of(new Move(JobState.FAILED, true, false)), store.jobs.retry(Caller.open(), id));

    ClaimedJob again = store.claim("w", 1).getFirst();
    assertEquals(0, again.spent());
    assertEquals(2, again.lease().attempt());
    assertEquals(List.of(), store.query("select * from job_result"));
    assertEquals(List.of(List.of("1")), store.query("select number from attempt"));
  }

  @Test
  void retryOfAnExpiredJobForgetsTheDeadline() {
    UUID id = store.submit(newJob(new Plan(0, null, null, Instant.now().minusSeconds(1), 3, null)));
    store.dispatch.expire(10);

    store.jobs.retry(Caller.open(), id);

    assertEquals("queued", store.state(id));
    assertEquals(List.of(), store.dispatch.expire(10));
  }

  @Test
  void retryMovesNeitherARunningJobNorASucceededOne() {
    UUID id = store.submit();
    assertEquals(
        Optional.of(new Move(JobState.QUEUED, false, false)), store.jobs.retry(Caller.open(), id));
    Lease lease = store.claim("w", 1).getFirst().lease();
    store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD)));

    assertEquals(
        Optional.of(new Move(JobState.SUCCEEDED, false, false)),
        store.jobs.retry(Caller.open(), id));
  }

  @Test
  void deleteRemovesAnEndedJobWithEverythingThatBelongsToIt() {
    UUID id = failed();

    assertEquals(
        Optional.of(new Move(JobState.FAILED, true, false)),
        store.jobs.delete(Caller.open(), ORIGIN, id));

    for (String table : List.of("job", "job_request", "job_result", "attempt")) {
      assertEquals(List.of(List.of("0")), store.query("select count(*) from " + table), table);
    }
  }

  @Test
  void deleteKeepsAJobThatHasNotEnded() {
    UUID id = store.submit();

    assertEquals(
        Optional.of(new Move(JobState.QUEUED, false, false)),
        store.jobs.delete(Caller.open(), ORIGIN, id));
    assertEquals("queued", store.state(id));
  }

  @Test
  void aDeletionIsAuditedOnceWithItsAuthorAndNothingOfTheJobButItsId() {
    UUID id = failed();
    store.jobs.delete(StoreFixture.caller("other"), ORIGIN, id);
    store.jobs.delete(Caller.open(), ORIGIN, id);
    store.jobs.delete(Caller.open(), ORIGIN, id);
    store.jobs.delete(Caller.open(), ORIGIN, store.submit());

    assertEquals(
        List.of(List.of("default", "open", "job.delete", id.toString(), ORIGIN, "{}")),
        store.query("select tenant, who, what, which, origin, details from audit"));
  }

  @Test
  void anotherTenantsJobIsUnknown() {
    assertEquals(Optional.empty(), store.jobs.cancel(StoreFixture.caller("other"), store.submit()));
  }

  @Test
  void higherPriorityGoesFirstWhateverTheOrderOfSubmission() {
    store.submit(newJob(plan(-100)));
    UUID urgent = store.submit(newJob(plan(100)));

    assertEquals(urgent, store.claim("w", 1).getFirst().lease().job());
  }

  private Optional<Move> cancel(UUID id) {
    return store.jobs.cancel(Caller.open(), id);
  }

  private Acceptance accept(NewJob job) {
    return store.submissions.accept(List.of(job)).getFirst();
  }

  private UUID failed() {
    UUID id = store.submit();
    Lease lease = store.claim("w", 1).getFirst().lease();
    store.leases.end(
        "w", List.of(AttemptEnd.failed(lease, Outcome.TIMED_OUT, FAILURE, Call.UNHEARD)));
    return id;
  }

  private static NewJob keyed(String key, int fingerprint) {
    Key value = new Key(key, new byte[] {(byte) fingerprint}, new byte[] {(byte) fingerprint, 0});
    return newJob(StoreFixture.LANE, plan(0), Optional.of(value));
  }
}
