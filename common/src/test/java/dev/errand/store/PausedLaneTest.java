package dev.errand.store;

import static dev.errand.testing.StoreFixture.LANE;
import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.DispatchStore.Queued;
import dev.errand.store.read.LaneLoad;
import dev.errand.store.read.LaneQueries;
import dev.errand.testing.StoreFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes that were paused by hand: whoever looks for jobs passes over them. */
class PausedLaneTest {

  private final StoreFixture store = new StoreFixture();
  private final UUID job = store.submit();

  @ParameterizedTest
  @CsvSource({"null, 0", "now() + interval '1 hour', 0", "now() - interval '1 s', 1"})
  void aPausedLaneIsClaimedOnceItsPauseIsOver(String until, int jobs) {
    pause(until);

    assertEquals(jobs, store.dispatch.queued(List.of(LANE), 5).size());
    assertEquals(jobs, store.claim("w", 5).size());
    assertEquals(jobs == 1 ? "running" : "queued", store.state(job));
  }

  @Test
  void otherLanesAreClaimedMeanwhile() {
    UUID other = store.submit(newJob("other", plan(0), Optional.empty()));
    pause("null");

    assertEquals(
        List.of(other),
        store.dispatch.queued(List.of(LANE, "other"), 5).stream().map(Queued::id).toList());
    assertEquals(
        1,
        store
            .leases
            .claim("w", StoreFixture.LEASE, Map.of(LANE, 5, "other", 5), Long.MAX_VALUE)
            .size());
  }

  @Test
  void aPauseIsShownAlsoWhereTheLaneHasNoJobs() {
    store.execute("update job set state = 'cancelled', ended_at = now()");
    pause("'2099-01-01T00:00:00Z'");

    LaneLoad load = new LaneQueries(store.database).loads(10).getFirst();

    assertEquals(false, load.isOpen());
    assertEquals("maintenance", load.pause().orElseThrow().reason());
    assertEquals("somebody", load.pause().orElseThrow().by());
    assertEquals(
        "2099-01-01T00:00:00Z", load.pause().orElseThrow().until().orElseThrow().toString());
  }

  private void pause(String until) {
    store.execute(
        "insert into lane_pause values ('%s', now(), 'somebody', %s, 'maintenance')"
            .formatted(LANE, until));
  }
}
