package dev.errand.store.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DepthStoreTest {

  private final DepthFixture jobs = new DepthFixture();

  @Test
  void eachTenantsJobsAreRecordedByLaneAndState() {
    jobs.jobs("alice", "a", "queued", 3);
    jobs.jobs("alice", "a", "scheduled", 2);
    jobs.jobs("alice", "b", "running", 1);
    jobs.jobs("bob", "a", "running", 4);
    jobs.jobs("bob", "a", "queued", 1);
    jobs.jobs("bob", "c", "scheduled", 5);

    assertEquals(4, jobs.depth.record());

    assertEquals(
        List.of(
            List.of("alice", "a", "2", "3", "0", "t"),
            List.of("alice", "b", "0", "0", "1", "t"),
            List.of("bob", "a", "0", "1", "4", "t"),
            List.of("bob", "c", "5", "0", "0", "t")),
        jobs.recorded());
  }

  @Test
  void aMinuteIsRecordedOnceHoweverManyReplicasTry()
      throws InterruptedException, ExecutionException {
    jobs.jobs("alice", "a", "queued", 3);
    List<Future<Integer>> tries = new ArrayList<>();
    try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 16; i++) {
        tries.add(replicas.submit(jobs.depth::record));
      }
    }

    int recorded = 0;
    for (Future<Integer> each : tries) {
      recorded += each.get();
    }
    int minutes =
        Integer.parseInt(
            jobs.store.query("select count(*) from depth_minute").getFirst().getFirst());
    // The test may last into the next minute.
    assertTrue(minutes <= 2, "minutes: " + minutes);
    assertEquals(minutes, recorded);
    assertEquals(minutes, jobs.recorded().size());
  }

  @Test
  void aMinuteWithoutJobsIsRecordedToo() {
    assertEquals(0, jobs.depth.record());

    assertEquals(
        List.of(List.of("1")),
        jobs.store.query("select count(*) from depth_minute where minute <= now()"));
    assertEquals(List.of(), jobs.recorded());
  }

  @Test
  void jobsOfDeletedTenantsAreLeftOut() {
    jobs.jobs("alice", "a", "queued", 3);
    jobs.jobs("gone", "a", "queued", 3);
    jobs.jobs("bob", "a", "queued", 3);
    jobs.store.execute("update tenant set deleted_at = now() where name = 'alice'");

    assertEquals(1, jobs.depth.record());
    assertEquals(List.of(List.of("bob", "a", "0", "3", "0", "t")), jobs.recorded());
  }

  @Test
  void moreThanTheBoundIsNotCounted() {
    jobs.jobs("alice", "a", "queued", DepthStore.MOST_COUNTED + 5);
    jobs.jobs("alice", "b", "queued", 5);

    jobs.depth.record();

    assertEquals(
        List.of(
            List.of("alice", "a", "0", String.valueOf(DepthStore.MOST_COUNTED), "0", "f"),
            List.of("alice", "b", "0", "5", "0", "t")),
        jobs.recorded());
  }

  /** All together cost no more than a few large ones. */
  @Test
  void withManyLanesFewerJobsAreCountedInEach() {
    jobs.store.execute(
        """
        insert into job (id, tenant, lane, state, run_at, max_attempts)
        select gen_random_uuid(), 'alice', 'l' || n, 'queued', now(), 3
        from generate_series(1, 1000) n
        """);
    jobs.jobs("alice", "long", "queued", 1_005);
    jobs.jobs("bob", "short", "queued", 1_000);

    assertEquals(1_002, jobs.depth.record());

    List<List<String>> recorded = jobs.recorded();
    assertTrue(recorded.contains(List.of("alice", "long", "0", "1000", "0", "f")));
    assertTrue(recorded.contains(List.of("bob", "short", "0", "1000", "0", "t")));
  }

  @Test
  void oldMinutesArePurgedInChunks() {
    for (int day = 1; day <= 5; day++) {
      jobs.minute(day * 24 * 60, "alice", "a", 1, 1);
      jobs.minute(day * 24 * 60, "bob", "a", 1, 1);
    }

    assertEquals(4, jobs.depth.purge(Duration.ofHours(60), 4));
    assertEquals(2, jobs.depth.purge(Duration.ofHours(60), 4));
    assertEquals(0, jobs.depth.purge(Duration.ofHours(60), 4));
    assertEquals(4, jobs.recorded().size());
    assertEquals(List.of(List.of("2")), jobs.store.query("select count(*) from depth_minute"));
  }

  @Test
  void theHistoryOfADeletedTenantIsErasedInChunksAndThatOfNoOther() {
    for (int ago = 1; ago <= 3; ago++) {
      jobs.minute(ago, "alice", "a", 1, 1);
    }
    jobs.minute(1, "bob", "a", 1, 1);
    assertEquals(0, jobs.depth.erase("alice", 10), "it is not deleted");

    jobs.store.execute(
        "update tenant set deleted_at = now() - interval '1 d' where name = 'alice'");
    assertEquals(2, jobs.depth.erase("alice", 2));
    assertFalse(jobs.store.tenants.erase("alice", Duration.ZERO), "a minute is left");
    assertEquals(1, jobs.depth.erase("alice", 2));
    assertEquals(0, jobs.depth.erase("alice", 2));
    assertTrue(jobs.store.tenants.erase("alice", Duration.ZERO));

    assertEquals(List.of("bob"), jobs.recorded().stream().map(List::getFirst).toList());
  }
}
