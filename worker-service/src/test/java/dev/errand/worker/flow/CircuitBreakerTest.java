package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.config.WorkerConfig.HoldBack;
import dev.errand.worker.flow.CircuitBreaker.Change;
import dev.errand.worker.flow.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final Duration BASE = Duration.ofSeconds(1);
  private static final Duration CAP = Duration.ofSeconds(60);

  private long now;
  private final CircuitBreaker lane = lane("3");

  @Test
  void aLaneIsHeldBackAfterSoManyBrokenCallsInARow() {
    call(CallResult.BROKEN);
    call(CallResult.BROKEN);
    assertEquals(100, lane.allowed(100));

    Change change = call(CallResult.BROKEN).orElseThrow();

    assertEquals(State.HELD_BACK, change.to());
    assertBetween(BASE.dividedBy(2), BASE, change.pause());
    assertEquals(change.pause(), lane.pause());
    assertEquals(0, lane.allowed(100));
  }

  @Test
  void aCallThatShowsAWorkingProviderResetsTheCount() {
    for (int i = 0; i < 10; i++) {
      call(CallResult.BROKEN);
      call(CallResult.BROKEN);
      call(CallResult.WORKS);
    }

    assertEquals(State.FREE, lane.state());
  }

  @Test
  void aCallThatShowsNothingLeavesTheCount() {
    call(CallResult.BROKEN);
    call(CallResult.BROKEN);
    call(CallResult.NONE);
    assertEquals(State.FREE, lane.state());

    call(CallResult.BROKEN);

    assertEquals(State.HELD_BACK, lane.state());
  }

  @Test
  void afterThePauseOneCallProbesTheLane() {
    breakIt();
    pass(lane.pause());
    assertEquals(1, lane.allowed(100));
    assertEquals(0, lane.allowed(0));

    lane.begun();

    assertEquals(State.PROBED, lane.state());
    assertEquals(0, lane.allowed(100));
    pass(Duration.ofHours(1));
    assertEquals(0, lane.allowed(100));
  }

  @Test
  void aProbeThatWorksFreesTheLaneAndForgetsThePast() {
    breakIt();
    probe(CallResult.BROKEN);
    probe(CallResult.BROKEN);

    assertEquals(Optional.of(new Change(State.FREE, Duration.ZERO)), probe(CallResult.WORKS));

    assertEquals(100, lane.allowed(100));
    call(CallResult.BROKEN);
    call(CallResult.BROKEN);
    assertEquals(State.FREE, lane.state());
    assertBetween(BASE.dividedBy(2), BASE, call(CallResult.BROKEN).orElseThrow().pause());
  }

  @Test
  void aProbeThatBreaksDoublesThePauseUpToTheCap() {
    List<Duration> pauses = new ArrayList<>();
    breakIt();
    pauses.add(lane.pause());
    for (int i = 0; i < 40; i++) {
      pauses.add(probe(CallResult.BROKEN).orElseThrow().pause());
    }

    for (int i = 0; i < pauses.size(); i++) {
      Duration most = i < 6 ? BASE.multipliedBy(1L << i) : CAP;
      assertBetween(most.dividedBy(2), most, pauses.get(i));
    }
    assertTrue(pauses.subList(6, 41).stream().distinct().count() > 30, pauses::toString);
  }

  @Test
  void anInconclusiveProbeAllowsAnotherImmediately() {
    breakIt();

    assertEquals(Optional.empty(), probe(CallResult.NONE));

    assertEquals(1, lane.allowed(100));
    assertEquals(State.PROBED, begun());
  }

  @Test
  void callsThatBeganBeforeTheLaneWasHeldBackNeitherFreeItNorHoldItForLonger() {
    int old = lane.begun();
    breakIt();
    Duration pause = lane.pause();

    assertEquals(Optional.empty(), lane.ended(old, CallResult.WORKS));
    assertEquals(Optional.empty(), lane.ended(old, CallResult.BROKEN));
    assertEquals(State.HELD_BACK, lane.state());
    assertEquals(pause, lane.pause());

    pass(pause);
    lane.begun();
    assertEquals(Optional.empty(), lane.ended(old, CallResult.WORKS));
    assertEquals(State.PROBED, lane.state());
  }

  @Test
  void aCallThatBeganAtTheMomentOfTheHoldIsNotAProbe() {
    breakIt();
    int late = lane.begun();

    assertEquals(Optional.empty(), lane.ended(late, CallResult.WORKS));

    assertEquals(State.HELD_BACK, lane.state());
  }

  @Test
  void zeroMeansNever() {
    CircuitBreaker free = lane("0");
    for (int i = 0; i < 100; i++) {
      assertEquals(Optional.empty(), free.ended(free.begun(), CallResult.BROKEN));
    }
    assertEquals(100, free.allowed(100));
  }

  private CircuitBreaker lane(String after) {
    HoldBack config =
        new TestedConfig("http://localhost/v1", Map.of("errand.worker.hold-back.after", after))
            .worker()
            .holdBack();
    return new CircuitBreaker(config, 3, () -> now, new Random(1));
  }

  private void breakIt() {
    for (int i = 0; i < 3; i++) {
      call(CallResult.BROKEN);
    }
    assertEquals(State.HELD_BACK, lane.state());
  }

  private Optional<Change> probe(CallResult sign) {
    pass(lane.pause());
    assertEquals(1, lane.allowed(100));
    return call(sign);
  }

  private State begun() {
    lane.begun();
    return lane.state();
  }

  private Optional<Change> call(CallResult sign) {
    return lane.ended(lane.begun(), sign);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static void assertBetween(Duration least, Duration most, Duration value) {
    assertTrue(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        () -> "%s is not between %s and %s".formatted(value, least, most));
  }
}
