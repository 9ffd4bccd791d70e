package dev.errand.store.usage;

import static dev.errand.store.usage.UsageFixture.tokens;
import static dev.errand.store.usage.UsageFixture.unpriced;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.Lease;
import dev.errand.store.usage.Usage.Group;
import dev.errand.testing.StoreFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What each kind of ending adds to the usage; nothing else does. */
class UsageEndingsTest {

  private static final String LANE = "l";

  private final UsageFixture jobs = new UsageFixture();
  private final StoreFixture store = jobs.store;

  @Test
  void aJobIsCountedWhenItEndsAndNotBefore() {
    jobs.submit("alice", LANE);
    Lease lease = jobs.claim(LANE);
    assertEquals(List.of(), jobs.groups());

    jobs.end(AttemptEnd.succeeded(lease, new byte[] {1}, tokens(7, 3)));

    Group group =
        only(
            jobs.groups(
                Dimension.TENANT,
                Dimension.KEY,
                Dimension.LANE,
                Dimension.MODEL,
                Dimension.OUTCOME,
                Dimension.HOUR));
    assertEquals("alice", group.tenant());
    assertEquals("", group.key());
    assertEquals(LANE, group.lane());
    assertEquals("sim", group.model());
    assertEquals("succeeded", group.outcome());
    assertEquals(
        store.query(
            "select date_trunc('hour', max(ended_at), 'UTC') = '%s' from job"
                .formatted(group.time())),
        List.of(List.of("t")));
    assertEquals(unpriced(1, 1, 1, 7, 3, 0), group.sums());
  }

  @Test
  void allAttemptsOfAJobCountAndTheirTokens() {
    jobs.submit("alice", LANE);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), tokens(7, 0)));
    store.dispatch.promoteDue(10);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), Call.UNHEARD));
    store.dispatch.promoteDue(10);
    assertEquals(List.of(), jobs.groups(), "not ended");

    jobs.end(UsageFixture.failed(jobs.claim(LANE), tokens(5, 1)));

    assertEquals(unpriced(1, 1, 3, 12, 1, 0), only(jobs.groups()).sums());
  }

  /** A life is an ending of its own. */
  @Test
  void aJobThatIsRetriedByHandIsCountedOnceMoreWithTheAttemptsOfItsNewLife() {
    UUID id = jobs.submit("alice", LANE);
    jobs.end(UsageFixture.failed(jobs.claim(LANE), tokens(5, 1)));
    store.jobs.retry(UsageFixture.ALICE, id);

    jobs.end(AttemptEnd.succeeded(jobs.claim(LANE), new byte[] {1}, tokens(5, 2)));

    List<Group> groups = jobs.groups(Dimension.OUTCOME);
    assertEquals(List.of("succeeded", "failed"), groups.stream().map(Group::outcome).toList());
    groups.forEach(group -> assertEquals(1, group.sums().attempts(), group.outcome()));
    assertEquals(unpriced(2, 2, 2, 10, 3, 0), only(jobs.groups()).sums());
  }

  @Test
  void jobsThatWereCalledWithoutReportedTokensAreCounted() {
    jobs.succeed("alice", LANE, Call.UNHEARD);
    jobs.succeed("alice", LANE, tokens(1, 0));
    store.jobs.cancel(UsageFixture.ALICE, jobs.submit("alice", LANE));

    assertEquals(unpriced(1, 3, 2, 1, 0, 1), only(jobs.groups()).sums());
  }

  @Test
  void aJobThatIsCancelledBeforeItStartedHasWaitedAndNotRun() {
    UUID id = jobs.submit("alice", LANE);
    store.execute("update job set run_at = run_at - interval '100 s'");
    store.jobs.cancel(UsageFixture.ALICE, id);

    Group group = only(jobs.groups(Dimension.OUTCOME));
    assertEquals("cancelled", group.outcome());
    assertEquals(unpriced(0, 1, 0, 0, 0, 0), group.sums());
    near(100, group.waited().median().orElseThrow());
    assertTrue(group.ran().median().isEmpty());
  }

  @Test
  void aJobThatIsCancelledWhileItRunsHasRun() {
    UUID id = jobs.submit("alice", LANE);
    jobs.claim(LANE);
    store.execute(
        "update job set started_at = started_at - interval '100 s', run_at = run_at - interval '130 s'");
    store.jobs.cancel(UsageFixture.ALICE, id);

    Group group = only(jobs.groups());
    assertEquals(unpriced(0, 1, 1, 0, 0, 1), group.sums());
    near(30, group.waited().median().orElseThrow());
    near(100, group.ran().median().orElseThrow());
  }

  /** Its row still says when the attempt before started. */
  @Test
  void aJobThatIsCancelledBetweenItsAttemptsHasNotRun() {
    UUID id = jobs.submit("alice", LANE);
    jobs.end(UsageFixture.retried(jobs.claim(LANE), tokens(2, 1)));
    store.jobs.cancel(UsageFixture.ALICE, id);

    Group group = only(jobs.groups());
    assertEquals(unpriced(1, 1, 1, 2, 1, 0), group.sums());
    assertTrue(group.ran().median().isEmpty());
  }

  @Test
  void jobsThatExpireOrAreLostOrWhoseTenantIsDeletedAreCounted() {
    jobs.submit("alice", "expire");
    store.execute("update job set deadline = now() - interval '1 s'");
    store.dispatch.expire(10);
    jobs.submit("alice", "lose");
    jobs.claim("lose");
    store.execute(
        "update job set lease_until = now() - interval '1 s', on_lost = 'fail' where state = 'running'");
    store.dispatch.reclaim(10);
    jobs.submit("alice", "delete");
    store.execute("update tenant set deleted_at = now() where name = 'alice'");
    store.tenants.cancel("alice", 10);

    List<Group> groups = jobs.groups(Dimension.LANE, Dimension.OUTCOME);
    assertEquals(
        List.of("delete cancelled 0", "expire expired 0", "lose failed 1"),
        groups.stream()
            .map(g -> g.lane() + " " + g.outcome() + " " + g.sums().attempts())
            .sorted()
            .toList());
  }

  /** The commits of a worker that ends many jobs at a time would be slow otherwise. */
  @Test
  void jobsThatEndTogetherAreOneRow() {
    for (int i = 0; i < 10; i++) {
      jobs.submit("alice", LANE);
    }
    jobs.end(
        java.util.stream.IntStream.range(0, 10)
            .mapToObj(i -> AttemptEnd.succeeded(jobs.claim(LANE), new byte[] {1}, tokens(i, 1)))
            .toArray(AttemptEnd[]::new));

    assertEquals(1, jobs.pending());
    assertEquals(unpriced(10, 10, 10, 45, 10, 0), only(jobs.groups()).sums());
  }

  private static Group only(List<Group> groups) {
    assertEquals(1, groups.size(), groups.toString());
    return groups.getFirst();
  }

  private static void near(double expected, double found) {
    assertTrue(found > expected / 1.42 && found < expected * 1.42, found + " for " + expected);
  }
}
