package dev.errand.store.read;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.LEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.read.WaitFacts.Pace;
import dev.errand.store.read.WaitFacts.Stop;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WaitQueriesTest {

  private static final String KEY = "key-1";

  private final StoreFixture store = new StoreFixture();
  private final WaitQueries queries =
      new WaitQueries(store.database, new WorkerQueries(store.database));

  @Test
  void nothingStopsAnEmptyInstallation() {
    assertEquals(
        new WaitFacts(List.of(), List.of(), Set.of(), Set.of(), Map.of()), queries.facts());
  }

  @Test
  void pausesAndClosuresInForceStopLanesAndModels() {
    UUID job = UUID.randomUUID();
    store.execute("insert into lane_pause values ('paused', now(), 'ana', null, 'maintenance')");
    store.execute("insert into lane_pause values ('over', now(), 'ana', now(), 'maintenance')");
    store.closures.closeLane("closed", Duration.ofHours(1), "account", job);
    store.closures.closeLane("open again", Duration.ofMillis(-1), "account", job);
    store.closures.closeModel(LANE, "m", Duration.ofHours(1), "rate", job);
    store.closures.closeModel(LANE, "n", Duration.ofMillis(-1), "rate", job);

    Map<String, Stop> stops =
        queries.facts().stops().stream().collect(Collectors.toMap(Stop::lane, stop -> stop));

    assertEquals(Set.of("paused", "closed", LANE), stops.keySet());
    assertEquals(
        new Stop("paused", Optional.empty(), Optional.of("ana"), Optional.empty(), "maintenance"),
        stops.get("paused"));
    assertTrue(stops.get("closed").until().isPresent());
    assertTrue(stops.get(LANE).concerns(LANE, "m"));
    assertFalse(stops.get(LANE).concerns(LANE, "n"));
    assertFalse(stops.get(LANE).concerns("closed", "m"));
  }

  @Test
  void workersThatRespondAreKnown() {
    store.leases.extend(StoreFixture.beat("here"), LEASE, List.of());
    store.leases.extend(StoreFixture.beat("gone"), Duration.ZERO, List.of());

    assertEquals(
        List.of("here"), queries.facts().workers().stream().map(WorkerSeen::name).toList());
  }

  @Test
  void tenantsAndKeysAreFullOnceTheirCallsReachTheLimit() {
    store.execute("update tenant set running = 2 where name = 'default'");
    store.execute(
        "insert into api_key (id, tenant, name, roles, hash, created_at, created_by, running)"
            + " values ('%s', 'default', 'k', '{}', '\\x00', now(), 'test', 1)".formatted(KEY));
    UUID first = store.submit();
    store.execute("update job set api_key = '%s'".formatted(KEY));
    store.submit();
    store.submit();
    assertEquals(Set.of(), queries.facts().fullTenants());
    assertEquals(Set.of(), queries.facts().fullKeys());

    store.claim("w", 1);
    assertEquals(Set.of(), queries.facts().fullTenants());
    assertEquals(Set.of(KEY), queries.facts().fullKeys());
    store.claim("w", 1);

    assertEquals(Set.of("default"), queries.facts().fullTenants());
    assertEquals(Optional.of(KEY), queries.key(Caller.open(), first));
    assertEquals(Optional.empty(), queries.key(StoreFixture.caller("another"), first));
  }

  @Test
  void aLanesPaceIsThatOfItsRunningJobs() {
    store.submit();
    store.submit();
    store.submit();
    store.claim("w", 2);
    store.execute("update job set started_at = now() - interval '10 s' where state = 'running'");

    Pace pace = queries.facts().paces().get(LANE);

    assertEquals(2, pace.running());
    assertTrue(pace.elapsed().toMillis() >= 10_000, pace::toString);
    assertEquals(Set.of(LANE), queries.facts().paces().keySet());
  }
}
