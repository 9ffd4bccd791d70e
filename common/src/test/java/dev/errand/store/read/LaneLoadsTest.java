package dev.errand.store.read;

import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.store.NewJob.Plan;
import dev.errand.store.read.LaneLoad.Count;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneLoadsTest {

  private final StoreFixture store = new StoreFixture();
  private final LaneQueries queries = new LaneQueries(store.database);

  @Test
  void eachLaneThatHasSomethingIsFoundOnce() {
    submit("a", 0, 2);
    submit("b", 0, 1);
    later("b");
    later("only scheduled");
    submit(StoreFixture.LANE, 0, 1);
    store.claim("w", 1);
    store.closures.closeLane("only closed", Duration.ofMinutes(1), "429", UUID.randomUUID());
    store.closures.closeLane("open again", Duration.ofMillis(-1), "over", UUID.randomUUID());

    assertEquals(
        List.of("a 0 2 0", "b 1 1 0", "default 0 0 1", "only closed 0 0 0", "only scheduled 1 0 0"),
        queries.loads(100).stream()
            .map(
                it ->
                    "%s %d %d %d"
                        .formatted(
                            it.lane(),
                            it.scheduled().jobs(),
                            it.queued().jobs(),
                            it.running().jobs()))
            .toList());
  }

  @Test
  void countingStopsAtTheBoundAndSaysSo() {
    submit("a", 0, 5);

    assertEquals(new Count(5, true), queries.loads(6).getFirst().queued());
    assertEquals(new Count(5, true), queries.loads(5).getFirst().queued());
    assertEquals(new Count(4, false), queries.loads(4).getFirst().queued());
    assertEquals(new Count(1, false), queries.loads(1).getFirst().queued());
  }

  @Test
  void endedJobsAreInNoLane() {
    submit("a", 0, 3);
    store.execute("update job set state = 'cancelled', ended_at = now()");

    assertEquals(List.of(), queries.loads(10));
  }

  @Test
  void theOldestIsLookedForInAllPriorities() {
    submit("a", 5, 3);
    submit("a", -5, 3);
    store.execute("update job set run_at = run_at - interval '1 hour' where priority = -5");

    assertEquals(
        Optional.of(1L), queries.loads(1).getFirst().oldestQueued().map(Duration::toHours));
  }

  private void submit(String lane, int priority, int jobs) {
    for (int i = 0; i < jobs; i++) {
      store.submit(newJob(lane, plan(priority), Optional.empty()));
    }
  }

  private void later(String lane) {
    Plan later = new Plan(0, null, Duration.ofHours(1), null, 3, null);
    store.submit(newJob(lane, later, Optional.empty()));
  }
}
