package dev.errand.store;

import static dev.errand.testing.StoreFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.read.WorkerQueries;
import dev.errand.store.read.WorkerSeen;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What workers say of themselves with their heartbeats. */
class WorkerBeatTest {

  private final StoreFixture store = new StoreFixture();
  private final WorkerQueries queries = new WorkerQueries(store.database);

  @Test
  void aHeartbeatOfAWorkerWithoutJobsIsSeen() {
    assertEquals(Set.of(), store.leases.extend(StoreFixture.beat("w"), LEASE, List.of()));

    WorkerSeen worker = seen("w");
    assertEquals("default", worker.pool());
    assertEquals("1.0", worker.version());
    assertEquals(10, worker.slots());
    assertEquals(3, worker.calls());
    assertEquals(List.of(), worker.heldBack());
    assertTrue(worker.claims());
  }

  @Test
  void theNextOneReplacesItAndKeepsWhenTheWorkerStarted() {
    store.leases.extend(StoreFixture.beat("w"), LEASE, List.of());
    WorkerSeen before = seen("w");

    store.leases.extend(
        new WorkerBeat("w", "default", "1.0", 10, 7, List.of("a", "b"), true), LEASE, List.of());

    WorkerSeen after = seen("w");
    assertEquals(7, after.calls());
    assertEquals(List.of("a", "b"), after.heldBack());
    assertTrue(after.draining());
    assertFalse(after.claims());
    assertEquals(before.startedAt(), after.startedAt());
    assertTrue(after.seenAt().isAfter(before.seenAt()));
  }

  @Test
  void aWorkerThatIsSilentForLongerThanItsLeaseDoesNotRespond() {
    store.leases.extend(StoreFixture.beat("w"), Duration.ZERO, List.of());

    assertFalse(seen("w").responds());
    assertFalse(seen("w").claims());
  }

  @Test
  void aWorkerThatStopsIsForgotten() {
    store.leases.extend(StoreFixture.beat("w"), LEASE, List.of());
    store.leases.leave("w");

    assertEquals(List.of(), queries.workers(10));
  }

  @Test
  void onesThatDiedAnHourAgoAreDeletedByTheOthers() {
    store.leases.extend(StoreFixture.beat("dead"), LEASE, List.of());
    store.leases.extend(StoreFixture.beat("silent"), LEASE, List.of());
    store.execute("update worker set seen_at = now() - interval '61 min' where name = 'dead'");
    store.execute("update worker set seen_at = now() - interval '59 min' where name = 'silent'");
    assertEquals(List.of("silent"), names());

    store.leases.extend(StoreFixture.beat("w"), LEASE, List.of());

    assertEquals(List.of("silent", "w"), names());
    assertEquals(
        List.of(List.of("silent"), List.of("w")),
        store.query("select name from worker order by name"));
  }

  @Test
  void aWorkerThatWasSuspendedForLongIsSeenAgain() {
    store.leases.extend(StoreFixture.beat("w"), LEASE, List.of());
    store.execute("update worker set seen_at = now() - interval '2 h'");
    store.leases.extend(StoreFixture.beat("w"), LEASE, List.of());

    assertEquals(List.of("w"), names());
  }

  private List<String> names() {
    return queries.workers(10).stream().map(WorkerSeen::name).toList();
  }

  private WorkerSeen seen(String name) {
    return queries.workers(10).stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
