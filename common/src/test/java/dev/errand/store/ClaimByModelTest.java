package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.LEASE;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.JobId;
import dev.errand.store.NewJob.Request;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Claims from a lane with closed or limited models. */
class ClaimByModelTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final StoreFixture store = new StoreFixture();

  @Test
  void aClosedModelsJobsArePassedOverAndTheOthersAreNot() {
    UUID closed = submit("a", 9);
    UUID open = submit("b", 0);
    UUID another = submit("c", 1);
    store.closures.closeModel(LANE, "a", LONG, "rate", UUID.randomUUID());

    assertEquals(List.of(another, open), claim(3));
    assertEquals("queued", store.state(closed));

    store.execute("update model_closure set closed_until = now()");
    assertEquals(List.of(closed), claim(3));
  }

  @Test
  void theOrderOverAllOpenModelsIsThatOfPriorityAndRank() {
    store.closures.closeModel(LANE, "closed", LONG, "rate", UUID.randomUUID());
    submit("closed", 50);
    List<UUID> expected = new ArrayList<>();
    for (int priority : new int[] {7, 3, 0, -5}) {
      for (String model : List.of("z", "a", "m", "a", "z")) {
        expected.add(submit(model, priority));
      }
    }

    List<UUID> claimed = new ArrayList<>();
    for (int slots : new int[] {1, 4, 2, 9, 9}) {
      claimed.addAll(claim(slots));
    }

    assertEquals(expected, claimed);
  }

  @Test
  void noMoreOfAModelAreClaimedThanItsLimit() {
    UUID first = submit("a", 2);
    submit("a", 1);
    UUID other = submit("b", 0);
    submit("c", 0);

    List<ModelLimit> limits = List.of(new ModelLimit(LANE, "a", 1), new ModelLimit(LANE, "c", 0));

    assertEquals(List.of(first, other), ids(claim("w", 9, limits)));
  }

  @Test
  void aClosureHoldsInItsOwnLaneOnly() {
    UUID here = submit("a", 0);
    store.closures.closeModel("other", "a", LONG, "rate", UUID.randomUUID());

    assertEquals(List.of(here), claim(1));
  }

  @Test
  void aJobThatAnotherIsClaimingIsSkippedAndMadeUpFor() throws Exception {
    submit("a", 9);
    UUID second = submit("a", 1);
    UUID third = submit("b", 0);
    submit("b", -1);
    List<ModelLimit> byModel = List.of(new ModelLimit(LANE, "x", 1));

    List<UUID> claimed =
        store.database.statement(
            connection -> {
              connection.setAutoCommit(false);
              try (var statement = connection.createStatement()) {
                statement.executeQuery("select id from job where priority = 9 for update");
                return ids(claim("w", 2, byModel));
              } finally {
                connection.rollback();
                connection.setAutoCommit(true);
              }
            });

    assertEquals(List.of(second, third), claimed);
  }

  @Test
  void expiredJobsAndJobsWithoutAModelAreUnchanged() {
    store.closures.closeModel(LANE, "a", LONG, "rate", UUID.randomUUID());
    submit("b", new NewJob.Plan(0, null, null, Instant.now().minusSeconds(1), 3, null));
    UUID ofAnOldService = submit("a", 0);
    store.execute("update job set model = '' where id = '%s'".formatted(ofAnOldService));

    assertEquals(List.of(ofAnOldService), claim(9));
  }

  @Test
  void aClosureIsNeverShortenedAndAnOldOneIsForgotten() {
    store.closures.closeModel(LANE, "a", Duration.ofMinutes(10), "daily", UUID.randomUUID());
    store.closures.closeModel(LANE, "a", Duration.ofSeconds(1), "rate", UUID.randomUUID());
    store.closures.closeModel(LANE, "old", Duration.ofHours(-2), "rate", UUID.randomUUID());

    assertEquals(List.of("a daily"), models());
    store.closures.closeModel(LANE, "b", LONG, "loading", UUID.randomUUID());

    assertEquals(List.of("a daily", "b loading"), models());
    assertEquals(List.of(List.of("2")), store.query("select count(*) from model_closure"));
  }

  @Test
  void aJobRecordsHowOftenAndSinceWhenItWasThrottled() {
    submit("a", 0);
    turnAway();
    ClaimedJob second = turnAway();
    assertEquals(1, second.throttling().count());
    ClaimedJob third = claimOne();
    assertEquals(2, third.throttling().count());
    assertTrue(third.throttling().lasting().toMillis() >= 59_000, third.throttling()::toString);

    end(AttemptEnd.handedBack(third.lease()));
    assertEquals(third.throttling().count(), claimOne().throttling().count());
    store.execute("update job set lease_owner = 'w' where state = 'running'");
    end(
        AttemptEnd.notSent(
            new Lease(third.lease().job(), third.lease().attempt() + 1),
            Duration.ZERO,
            new Failure(Failure.Type.UNREACHABLE, "no")));

    ClaimedJob last = claimOne();
    assertEquals(2, last.throttling().count());
    assertEquals(Duration.ZERO, last.throttling().lasting());
  }

  private ClaimedJob turnAway() {
    ClaimedJob job = claimOne();
    end(
        AttemptEnd.throttled(
            job.lease(),
            false,
            Duration.ZERO,
            new Failure(Failure.Type.RATE_LIMITED, "slow"),
            AttemptEnd.Call.UNHEARD));
    store.execute(
        "update job set throttled_since = throttled_since - interval '60 s' where throttles = 1");
    return job;
  }

  private void end(AttemptEnd end) {
    assertEquals(List.of(EndFate.RECORDED), store.leases.end("w", List.of(end)));
    store.dispatch.promoteDue(10);
  }

  private ClaimedJob claimOne() {
    return store.claim("w", 1).getFirst();
  }

  private List<String> models() {
    return store.closures.models(10).stream().map(it -> it.model() + " " + it.reason()).toList();
  }

  private List<UUID> claim(int slots) {
    return ids(claim("w", slots, List.of(new ModelLimit(LANE, "unknown", 1))));
  }

  private List<ClaimedJob> claim(String worker, int slots, List<ModelLimit> limits) {
    return store.leases.claim(worker, LEASE, Map.of(LANE, slots), limits, Long.MAX_VALUE);
  }

  /** In the order in which they should be claimed: a claim returns them unordered. */
  private List<UUID> ids(List<ClaimedJob> jobs) {
    List<UUID> claimed = jobs.stream().map(job -> job.lease().job()).toList();
    return store
        .query("select id from job where state = 'running' order by priority desc, rank")
        .stream()
        .map(row -> UUID.fromString(row.getFirst()))
        .filter(claimed::contains)
        .toList();
  }

  private UUID submit(String model, int priority) {
    return submit(model, plan(priority));
  }

  private UUID submit(String model, NewJob.Plan plan) {
    return store.submit(
        new NewJob(
            JobId.next(InstantSource.system()),
            "default",
            LANE,
            plan,
            new Request(Endpoint.CHAT_COMPLETIONS, model, null, new byte[] {'{', '}'}),
            Optional.empty()));
  }
}
