package dev.errand.store.read;

import static dev.errand.testing.StoreFixture.newJob;
import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneBacklogTest {

  private final StoreFixture store = new StoreFixture();
  private final LaneQueries queries = new LaneQueries(store.database);

  @Test
  void eachLaneIsCountedByItself() {
    submit("gpu", 0);
    submit("gpu", 0);
    submit("gpu", 0);
    submit(StoreFixture.LANE, 0);
    store.claim("w", 1);

    assertEquals(
        List.of("gpu 3 queued 0 running", "default 0 queued 1 running", "empty 0 queued 0 running"),
        queries.backlogs(List.of("gpu", StoreFixture.LANE, "empty"), 100).stream()
            .map(it -> "%s %d queued %d running".formatted(it.lane(), it.queued(), it.running()))
            .toList());
  }

  @Test
  void noMoreThanTheBoundAreCounted() {
    for (int i = 0; i < 5; i++) {
      submit("gpu", 0);
    }

    assertEquals(3, backlog(3).queued());
    assertEquals(5, backlog(5).queued());
  }

  @Test
  void theOldestIsFoundBehindJobsOfHigherPriority() {
    UUID old = submit("gpu", -7);
    for (int priority = 3; priority > -5; priority--) {
      submit("gpu", priority);
      submit("gpu", priority);
    }
    store.execute("update job set run_at = run_at - interval '1 hour' where id = '" + old + "'");

    assertEquals(Optional.of(1L), backlog(100).oldestQueued().map(Duration::toHours));
  }

  @Test
  void aLaneWithoutQueuedJobsHasNoOldest() {
    submit(StoreFixture.LANE, 0);
    store.claim("w", 1);

    assertEquals(
        Optional.empty(),
        queries.backlogs(List.of(StoreFixture.LANE), 10).getFirst().oldestQueued());
  }

  private LaneBacklog backlog(int most) {
    return queries.backlogs(List.of("gpu"), most).getFirst();
  }

  private UUID submit(String lane, int priority) {
    return store.submit(newJob(lane, plan(priority), Optional.empty()));
  }
}
