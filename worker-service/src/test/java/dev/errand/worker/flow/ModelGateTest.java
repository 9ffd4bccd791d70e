package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.flow.ModelGate.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelGateTest {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private long now = 1_000_000;
  private final List<Integer> before = new ArrayList<>();
  private final ModelGate gate = new ModelGate(64, () -> now);

  @Test
  void aModelIsClosedForItsPauseAndThenOpenForOneCall() {
    assertEquals(Optional.of(PAUSE), turnedAway(null));

    assertEquals(0, gate.room());
    pass(Duration.ofMillis(9_999));
    assertEquals(0, gate.room());
    pass(Duration.ofMillis(1));
    assertEquals(1, gate.room());
    gate.begun();
    assertEquals(0, gate.room());
  }

  @Test
  void earlierCallsDoNotCount() {
    turnedAway(null);
    assertEquals(Optional.empty(), turnedAway(null));
    pass(PAUSE);
    Turn probe = gate.begun();
    turnedAway(probe);

    assertEquals(Optional.empty(), turnedAway(probe));
    gate.ended(probe, true);

    assertEquals(List.of(0, 1), before);
    pass(PAUSE);
    assertEquals(1, gate.room());
  }

  @Test
  void eachAnswerAllowsOneMoreCall() {
    open();

    for (int allowed = 1; allowed <= 8; allowed *= 2) {
      assertEquals(allowed, gate.room());
      List<Turn> calls = begin(allowed);
      calls.forEach(call -> gate.ended(call, true));
    }
    assertFalse(gate.isFull());
  }

  @Test
  void slowAnswersDoNotSlowItDownWithoutThrottles() {
    open();
    begin(1);

    pass(Duration.ofSeconds(3));
    assertEquals(7, gate.room());
    begin(7);
    pass(Duration.ofSeconds(1));
    assertEquals(8, gate.room());
    assertFalse(gate.isFull());
    pass(Duration.ofSeconds(2));
    assertTrue(gate.isFull());
  }

  @Test
  void timeWithoutCallsDoesNotCount() {
    open();

    pass(Duration.ofHours(1));

    assertEquals(1, gate.room());
  }

  @Test
  void pausesGrowUntilACallIsAnswered() {
    turnedAway(null);
    for (int i = 0; i < 3; i++) {
      pass(PAUSE);
      turnedAway(gate.begun());
    }
    pass(PAUSE);
    gate.ended(gate.begun(), true);
    turnedAway(gate.begun());

    assertEquals(List.of(0, 1, 2, 3, 0), before);
  }

  @Test
  void aCallThatBreaksMakesRoomForAnotherAndSaysNothing() {
    open();
    gate.ended(gate.begun(), false);

    assertEquals(1, gate.room());
  }

  @Test
  void itMayBeRemovedWhenUnused() {
    turnedAway(null);
    assertFalse(gate.isIdleFor(Duration.ofMinutes(1)));
    pass(Duration.ofMinutes(2));
    assertTrue(gate.isIdleFor(Duration.ofMinutes(1)));
    gate.begun();
    pass(Duration.ofMinutes(2));
    assertFalse(gate.isIdleFor(Duration.ofMinutes(1)));
  }

  private void open() {
    turnedAway(null);
    pass(PAUSE);
  }

  private List<Turn> begin(int calls) {
    List<Turn> begun = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      begun.add(gate.begun());
    }
    return begun;
  }

  private Optional<Duration> turnedAway(Turn call) {
    return gate.turnedAway(
        call,
        inARow -> {
          before.add(inARow);
          return PAUSE;
        });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
