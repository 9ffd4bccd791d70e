package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.lane.Closings;
import dev.errand.store.read.LaneQueries;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How closures are counted, and which job they are put down to. */
class ClosureStoreTest {

  private static final String LANE = "a";
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final StoreFixture store = new StoreFixture();
  private int minutes;

  @Test
  void closuresOfALaneAreCountedWithTheJobThatCausedTheLastOne() {
    close(ONE);
    Closings first = ofLane();
    assertEquals(1, first.count());
    assertEquals(Optional.of(ONE), first.job());

    close(ONE);
    close(ONE);
    assertEquals(
        new Closings(3, first.since(), Optional.of(ONE), 3), ofLane(), "three by the same job");
    close(OTHER);

    assertEquals(new Closings(4, first.since(), Optional.of(OTHER), 1), ofLane());
  }

  @Test
  void thoseOfAModelAreCountedInTheSameWay() {
    closeModel(ONE);
    closeModel(ONE);
    Closings twice = ofModel();
    closeModel(OTHER);

    assertEquals(2, twice.byJob());
    assertEquals(new Closings(3, twice.since(), Optional.of(OTHER), 1), ofModel());
  }

  @Test
  void whatDoesNotProlongAClosureIsNotCounted() {
    close(ONE);
    store.closures.closeLane(LANE, Duration.ofSeconds(1), "account", OTHER);

    assertEquals(1, ofLane().count());
    assertEquals(Optional.of(ONE), ofLane().job());
  }

  @Test
  void countingBeginsAnewOnceALaneWasOpenForAnHour() {
    close(ONE);
    close(ONE);
    store.execute(
        "update lane_closure set since = since - interval '1 d',"
            + " closed_until = now() - interval '61 min'");
    close(ONE);

    assertEquals(1, ofLane().count());
    assertEquals(1, ofLane().byJob());
    assertTrue(ofLane().since().isPresent());
    assertEquals(
        List.of(List.of("t")),
        store.query("select since > now() - interval '1 h' from lane_closure"));
  }

  @Test
  void aLaneThatIsOpenedBecauseItsProviderWorksIsForgotten() {
    close(ONE);
    store.closures.openLane(LANE, "account");
    close(OTHER);

    assertEquals(1, ofLane().count());
  }

  /** As workers of the version before write it. */
  @Test
  void aClosureWithoutAJobIsShown() {
    store.execute("insert into lane_closure values ('a', now() + interval '1 h', 'account')");

    assertEquals(new Closings(1, Optional.empty(), Optional.empty(), 1), ofLane());
    minutes = 100;
    close(ONE);

    assertEquals(2, ofLane().count());
    assertEquals(1, ofLane().byJob());
  }

  private void close(UUID job) {
    store.closures.closeLane(LANE, longer(), "account", job);
  }

  private void closeModel(UUID job) {
    store.closures.closeModel(LANE, "m", longer(), "rate", job);
  }

  private Duration longer() {
    return Duration.ofMinutes(++minutes);
  }

  private Closings ofLane() {
    return new LaneQueries(store.database).loads(10).getFirst().closure().orElseThrow().closings();
  }

  private Closings ofModel() {
    return store.closures.models(10).getFirst().closings();
  }
}
