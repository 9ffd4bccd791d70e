package dev.errand.store.usage;

import static dev.errand.store.usage.UsageFixture.tokens;
import static dev.errand.store.usage.UsageFixture.unpriced;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.usage.Usage.Group;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Usage is the same before, while and after it is folded, whoever does it. */
class UsageStoreTest {

  private final UsageFixture jobs = new UsageFixture();

  @Test
  void foldingChangesNothingThatIsRead() {
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.succeed("alice", "a", tokens(3, 4));
    jobs.succeed("bob", "b", tokens(5, 6));
    List<Group> before = jobs.groups(Dimension.values());

    assertEquals(1, jobs.usage.fold(1));
    assertEquals(before, jobs.groups(Dimension.values()), "one row is folded");
    assertEquals(2, jobs.usage.fold(10));
    assertEquals(before, jobs.groups(Dimension.values()));
    assertEquals(0, jobs.usage.fold(10));
    assertEquals(0, jobs.pending());
    assertEquals(List.of(List.of("2")), jobs.store.query("select count(*) from usage_hour"));

    jobs.succeed("alice", "a", tokens(1, 1));
    jobs.usage.fold(10);
    Group alice = jobs.groups(Dimension.TENANT).getFirst();
    assertEquals(unpriced(3, 3, 3, 5, 7, 0), alice.sums());
  }

  /** Two replicas fold while jobs end and somebody reads. */
  @Test
  void everyEndIsCountedExactlyOnceWhateverHappensAtTheSameTime()
      throws ExecutionException, InterruptedException {
    int writers = 3;
    int each = 40;
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> folds =
          Stream.generate(() -> threads.submit(() -> foldUntil(over)))
              .limit(2)
              .<Future<?>>map(fold -> fold)
              .toList();
      List<? extends Future<?>> ends =
          IntStream.range(0, writers)
              .mapToObj(writer -> threads.submit(() -> endJobs("lane" + writer, each)))
              .toList();
      watch(ends);
      over.set(true);
      for (Future<?> done : Stream.concat(ends.stream(), folds.stream()).toList()) {
        done.get();
      }
    } finally {
      over.set(true);
    }
    long all = (long) writers * each;
    assertEquals(0, jobs.pending());
    assertEquals(unpriced(all, all, all, all, 2 * all, 0), jobs.groups().getFirst().sums());
    assertEquals(
        List.of(List.of(all + "", all + "")),
        jobs.store.query(
            """
            select (select sum(x) from usage_hour, unnest(waited) x),
              (select sum(x) from usage_hour, unnest(ran) x)
            """));
  }

  @Test
  void whatBelongsToATenantThatIsGoneIsDropped() {
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.succeed("bob", "b", tokens(5, 6));
    jobs.usage.fold(10);
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.store.execute("delete from tenant where name = 'alice'");

    assertEquals(1, jobs.usage.fold(10));

    assertEquals(0, jobs.pending());
    assertEquals(List.of("bob"), tenants());
  }

  @Test
  void oldHoursArePurgedInChunks() {
    for (int hour = 1; hour <= 5; hour++) {
      jobs.hour("alice", hour * 24, "m", 1);
    }

    assertEquals(2, jobs.usage.purge(Duration.ofHours(60), 2));
    assertEquals(1, jobs.usage.purge(Duration.ofHours(60), 2));
    assertEquals(0, jobs.usage.purge(Duration.ofHours(60), 2));
    assertEquals(List.of(List.of("2")), jobs.store.query("select count(*) from usage_hour"));
  }

  @Test
  void theUsageOfADeletedTenantIsErasedInChunksAndThatOfNoOther() {
    for (int hour = 1; hour <= 3; hour++) {
      jobs.hour("alice", hour, "m", 1);
    }
    jobs.hour("bob", 1, "m", 1);
    jobs.succeed("alice", "a", tokens(1, 2));
    jobs.succeed("bob", "b", tokens(1, 2));
    assertEquals(0, jobs.usage.erase("alice", 10), "it is not deleted");

    jobs.store.execute(
        "update tenant set deleted_at = now() - interval '1 d' where name = 'alice'");
    jobs.store.tenants.eraseJobs("alice", 10);
    assertEquals(2, jobs.usage.erase("alice", 2));
    assertFalse(jobs.store.tenants.erase("alice", Duration.ZERO), "an hour is left");
    assertEquals(1, jobs.usage.erase("alice", 2));
    assertEquals(0, jobs.usage.erase("alice", 2));
    assertTrue(jobs.store.tenants.erase("alice", Duration.ZERO));

    assertEquals(List.of("bob"), tenants());
  }

  /** Whoever reads on never finds less than before. */
  private void watch(List<? extends Future<?>> ends) {
    long last = 0;
    while (!ends.stream().allMatch(Future::isDone)) {
      long now = jobs.groups().stream().mapToLong(group -> group.sums().jobs()).sum();
      assertTrue(now >= last, "jobs vanished");
      last = now;
    }
  }

  private List<String> tenants() {
    return jobs.groups(Dimension.TENANT).stream().map(Group::tenant).toList();
  }

  private void foldUntil(AtomicBoolean over) {
    boolean last;
    do {
      last = over.get();
      while (jobs.usage.fold(3) > 0) {
        // The next ones.
      }
    } while (!last);
  }

  private void endJobs(String lane, int count) {
    for (int i = 0; i < count; i++) {
      jobs.succeed(i % 2 == 0 ? "alice" : "bob", lane, tokens(1, 2));
    }
  }
}
