package dev.errand.store.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.depth.Depth.LanePoint;
import dev.errand.store.depth.Depth.Point;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DepthQueriesTest {

  private static final Caller ALICE =
      new Caller(
          "alice",
          StoreFixture.caller("alice").access(),
          "alice",
          EnumSet.of(Right.READ),
          StoreFixture.caller("alice").limits());

  private final DepthFixture jobs = new DepthFixture();

  @Test
  void aTenantSeesItsOwnJobsWhateverItAsksFor() {
    jobs.minute(1, "alice", "a", 3, 1);
    jobs.minute(1, "bob", "a", 5, 2);

    assertEquals(List.of(3L), queued(ALICE, jobs.last(10)));
    assertEquals(List.of(3L), queued(ALICE, jobs.last(10).of("bob")));
    assertEquals(List.of(8L), queued(Caller.open(), jobs.last(10)));
    assertEquals(List.of(5L), queued(Caller.open(), jobs.last(10).of("bob")));
    assertEquals(1, jobs.queries.lanes(ALICE, jobs.last(10)).size());
    assertEquals(3, jobs.queries.lanes(ALICE, jobs.last(10)).getFirst().queued());
    assertEquals(8, jobs.queries.lanes(Caller.open(), jobs.last(10)).getFirst().queued());
  }

  @Test
  void aMinuteWithoutJobsIsZeroAndOneThatWasNotRecordedIsMissing() {
    jobs.minute(5, "alice", "a", 3, 1);
    jobs.measured(4);
    jobs.minute(2, "bob", "a", 3, 1);
    jobs.minute(1, "alice", "a", 7, 0);
    jobs.minute(0, "alice", "a", 9, 9);

    assertEquals(
        List.of(
            new Point(jobs.minute(5), 1, 3, 1, true),
            new Point(jobs.minute(4), 0, 0, 0, true),
            new Point(jobs.minute(2), 0, 0, 0, true),
            new Point(jobs.minute(1), 1, 7, 0, true)),
        jobs.queries.find(ALICE, jobs.last(5)).points());
  }

  @Test
  void lanesAreSummedBeforeTheHighestOfAStepIsTaken() {
    Instant hour = jobs.now.minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.HOURS);
    int ago = (int) Duration.between(hour, jobs.now).toMinutes();
    jobs.minute(ago, "alice", "a", 9, 0);
    jobs.minute(ago, "alice", "b", 2, 3);
    jobs.minute(ago - 59, "alice", "b", 10, 1);
    jobs.minute(ago - 60, "alice", "a", 1, 1);
    jobs.store.execute("update lane_depth set exact = false where queued = 2");

    DepthFilter days = DepthFilter.of(Optional.empty(), Optional.empty(), hour, jobs.now);
    assertEquals(
        List.of(
            new Point(hour, 2, 11, 3, false),
            new Point(hour.plus(Duration.ofHours(1)), 1, 1, 1, true)),
        jobs.queries.find(ALICE, days).points());
    assertEquals(
        List.of(
            new LanePoint("a", hour, 9, true),
            new LanePoint("a", hour.plus(Duration.ofHours(1)), 1, true),
            new LanePoint("b", hour, 10, false)),
        jobs.queries.lanes(ALICE, days));
    DepthFilter one = DepthFilter.of(Optional.empty(), Optional.of("b"), hour, jobs.now);
    assertEquals(List.of(10L, 0L), queued(ALICE, one));
    assertEquals(List.of(new LanePoint("b", hour, 10, false)), jobs.queries.lanes(ALICE, one));
  }

  /** A minute is summed as a whole or not at all. */
  @Test
  void ofTooManyRowsTheLastMinutesAreShown() {
    for (int ago = 1; ago <= 5; ago++) {
      jobs.minute(ago, "alice", "a", ago, 0);
      jobs.minute(ago, "alice", "b", ago, 0);
    }

    for (int rows : List.of(4, 5)) {
      Depth found = new DepthQueries(jobs.store.database, rows).find(ALICE, jobs.last(5));
      assertEquals(List.of(4L, 2L), found.points().stream().map(Point::queued).toList());
      assertEquals(jobs.minute(2), found.from());
    }
    Depth whole = new DepthQueries(jobs.store.database, 10).find(ALICE, jobs.last(5));
    assertEquals(5, whole.points().size());
    assertEquals(jobs.minute(5), whole.from());
    assertTrue(jobs.queries.find(ALICE, jobs.last(-5)).points().isEmpty());
  }

  private List<Long> queued(Caller caller, DepthFilter filter) {
    return jobs.queries.find(caller, filter).points().stream().map(Point::queued).toList();
  }
}
