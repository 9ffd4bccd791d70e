package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.DispatchStore.Queued;
import dev.errand.store.DispatchStore.Reclaimed;
import dev.errand.store.Ending.Cause;
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

class DispatchStoreTest {

  private final StoreFixture store = new StoreFixture();

  @Test
  void promotesOnlyDueJobs() {
    UUID due = store.submit(newJob(new Plan(0, null, Duration.ofHours(1), null, 3, null)));
    store.submit(newJob(new Plan(0, null, Duration.ofHours(2), null, 3, null)));
    store.execute("update job set run_at = run_at - interval '90 min'");

    assertEquals(List.of(new Queued(due, LANE)), store.dispatch.promoteDue(10));
    assertEquals(List.of(), store.dispatch.promoteDue(10));
  }

  @Test
  void reclaimsOnlyFromUnresponsiveWorkers() {
    UUID silent = store.submit();
    store.claim("gone", 1);
    store.execute("update job set lease_until = now() - interval '1 s'");
    store.submit();
    store.claim("alive", 1);

    assertEquals(reclaimed(new Queued(silent, LANE)), store.dispatch.reclaim(10));

    assertEquals(
        List.of(List.of("gone", "lost")), store.query("select worker, outcome from attempt"));
    assertEquals(1, store.claim("w", 2).getFirst().spent());
  }

  @Test
  void aJobLostInItsLastAttemptFails() {
    UUID id = store.submit(newJob(new Plan(0, null, null, null, 1, null)));
    store.claim("gone", 1);
    store.execute("update job set lease_until = now() - interval '1 s'");

    assertEquals(reclaimed(ending(id, JobState.FAILED, Cause.LOST)), store.dispatch.reclaim(10));
    assertEquals(List.of(List.of("lost")), store.query("select error_type from job_result"));
  }

  @Test
  void lostAttemptsCountLikeFailedOnes() {
    UUID id = store.submit(newJob(new Plan(0, null, null, null, 3, null)));
    fail(store.claim("w", 1).getFirst());
    lose();
    assertEquals(reclaimed(new Queued(id, LANE)), store.dispatch.reclaim(10));
    lose();

    assertEquals(reclaimed(ending(id, JobState.FAILED, Cause.LOST)), store.dispatch.reclaim(10));
    assertEquals(List.of(List.of("3", "3")), store.query("select spent, attempt from job"));
  }

  @Test
  void aJobThatMustNotBeCalledTwiceFailsWhenItsFirstAttemptIsLost() {
    UUID id = store.submit(newJob(failWhenLost()));
    lose();

    assertEquals(reclaimed(ending(id, JobState.FAILED, Cause.LOST)), store.dispatch.reclaim(10));

    assertEquals(List.of(List.of("lost")), store.query("select outcome from attempt"));
    assertEquals(
        List.of(List.of("lost", "t")),
        store.query("select error_type, error_message like '%on_lost is fail%' from job_result"));
    assertEquals(
        List.of(List.of("1", "t")), store.query("select spent, ended_at is not null from job"));
    assertEquals(List.of(), store.claim("w", 1));
  }

  @Test
  void aRetryByHandKeepsOnLost() {
    UUID id = store.submit(newJob(failWhenLost()));
    lose();
    store.dispatch.reclaim(10);
    store.jobs.retry(Caller.open(), id);
    lose();

    assertEquals(reclaimed(ending(id, JobState.FAILED, Cause.LOST)), store.dispatch.reclaim(10));
    assertEquals(
        List.of(List.of("1", "lost"), List.of("2", "lost")),
        store.query("select life, outcome from attempt order by number"));
  }

  @Test
  void otherFailuresOfAJobThatMustNotBeCalledTwiceAreTriedAgain() {
    UUID id = store.submit(newJob(failWhenLost()));
    fail(store.claim("w", 1).getFirst());

    assertEquals("queued", store.state(id));
  }

  @Test
  void jobsOfServicesThatDoNotKnowOnLostAreTriedAgain() {
    UUID id = store.submit();
    store.execute("update job set on_lost = default");
    lose();

    assertEquals(reclaimed(new Queued(id, LANE)), store.dispatch.reclaim(10));
  }

  @Test
  void expiresJobsThatDidNotStartInTime() {
    Instant past = Instant.now().minusSeconds(1);
    UUID queued = store.submit(newJob(new Plan(0, null, null, past, 3, null)));
    store.submit(newJob(new Plan(0, null, null, Instant.now().plusSeconds(3600), 3, null)));

    assertEquals(
        List.of(ending(queued, JobState.EXPIRED, Cause.EXPIRED)), store.dispatch.expire(10));
  }

  @Test
  void samplesEachOpenLanesBestJobs() {
    UUID first = store.submit(newJob(plan(1)));
    store.submit();
    UUID other = store.submit(newJob("other", plan(0), Optional.empty()));
    store.submit(newJob("closed", plan(0), Optional.empty()));
    store.closures.closeLane("closed", Duration.ofMinutes(1), "busy", UUID.randomUUID());

    List<UUID> sample =
        store.dispatch.queued(List.of(LANE, "other", "closed"), 1).stream()
            .map(Queued::id)
            .toList();

    assertEquals(List.of(first, other), sample);
  }

  @Test
  void purgesOldEndedJobsWithEverythingThatBelongsToThem() {
    UUID id = store.submit();
    store.jobs.cancel(Caller.open(), id);
    store.execute("update job set ended_at = now() - interval '2 d'");
    UUID recent = store.submit();
    store.jobs.cancel(Caller.open(), recent);

    assertEquals(1, store.dispatch.purge(Duration.ofDays(1), 10));

    assertEquals(List.of(List.of(recent.toString())), store.query("select id from job"));
    assertEquals(
        List.of(List.of(recent.toString())), store.query("select job_id from job_request"));
  }

  @Test
  void forgetsOldIdempotencyKeysButNotTheirJobs() {
    Key key = new Key("k", new byte[] {1}, new byte[] {2});
    UUID id = store.submit(newJob(LANE, plan(0), Optional.of(key)));
    store.execute("update idempotency_key set created_at = now() - interval '25 h'");

    assertEquals(1, store.dispatch.purgeKeys(Duration.ofHours(24), 10));
    assertEquals("queued", store.state(id));
  }

  /** Claims the one queued job for a worker that then stops responding. */
  private static Reclaimed reclaimed(Queued queued) {
    return new Reclaimed(List.of(queued), List.of());
  }

  private static Reclaimed reclaimed(Ending ended) {
    return new Reclaimed(List.of(), List.of(ended));
  }

  private static Ending ending(UUID job, JobState state, Cause cause) {
    return new Ending(job, "default", LANE, state, cause);
  }

  private void lose() {
    assertEquals(1, store.claim("gone", 1).size());
    store.execute("update job set lease_until = now() - interval '1 s' where state = 'running'");
  }

  private void fail(ClaimedJob job) {
    Failure failure = new Failure(Failure.Type.CONNECTION, "reset");
    store.leases.end(
        "w",
        List.of(
            AttemptEnd.retryLater(
                job.lease(), Outcome.FAILED, Duration.ZERO, failure, Call.UNHEARD)));
    store.dispatch.promoteDue(10);
  }

  private static Plan failWhenLost() {
    return new Plan(0, null, null, null, 3, null, OnLost.FAIL);
  }
}
