package dev.errand.api.dispatch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration INTERVAL = Duration.ofMillis(250);

  private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
  private final Reach reach = new Reach(PATIENCE, INTERVAL, () -> now);

  @Test
  void workersHaveTimeAfterTheServiceHasStarted() {
    assertFalse(reach.isLongEnough());
    answersFor(Duration.ofSeconds(19));
    assertFalse(reach.isLongEnough());
    answersFor(Duration.ofSeconds(1));
    assertTrue(reach.isLongEnough());
  }

  @Test
  void workersHaveTimeAfterAnOutage() {
    answersFor(PATIENCE);
    pass(Duration.ofSeconds(6));
    reach.answer();
    assertFalse(reach.isLongEnough());
    answersFor(PATIENCE);
    assertTrue(reach.isLongEnough());
  }

  @Test
  void nothingIsReclaimedWhileThereIsNoAnswer() {
    answersFor(PATIENCE);
    pass(Duration.ofSeconds(6));
    assertFalse(reach.isLongEnough());
  }

  @Test
  void aShortGapIsNoOutage() {
    answersFor(PATIENCE);
    pass(Duration.ofSeconds(5));
    assertTrue(reach.isLongEnough());
    reach.answer();
    assertTrue(reach.isLongEnough());
  }

  @Test
  void withoutPatienceOnlyTheLeaseCounts() {
    Reach impatient = new Reach(Duration.ZERO, INTERVAL, () -> now);
    assertTrue(impatient.isLongEnough());
    pass(INTERVAL);
    assertTrue(impatient.isLongEnough());
    pass(Duration.ofSeconds(1));
    impatient.answer();
    assertTrue(impatient.isLongEnough());
  }

  @Test
  void rareAnswersAreNoOutage() {
    Duration rare = Duration.ofSeconds(10);
    Reach patient = new Reach(PATIENCE, rare, () -> now);
    for (int i = 0; i < 2; i++) {
      pass(rare);
      patient.answer();
    }
    pass(rare);
    assertTrue(patient.isLongEnough());
  }

  private void answersFor(Duration time) {
    for (int i = 0; i < time.toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
      reach.answer();
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
