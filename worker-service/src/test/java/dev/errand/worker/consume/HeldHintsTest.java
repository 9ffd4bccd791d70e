package dev.errand.worker.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.Hint;
import dev.errand.broker.HintDelivery;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeldHintsTest {

  private final HeldHints hints = new HeldHints(List.of("a", "b"), 100);

  @Test
  void asManyJobsAreWantedAsHintsAreHeldAndSlotsAreFree() {
    add("a", 3);

    assertEquals(Map.of("a", 3), hints.wanted(10));
    assertEquals(Map.of("a", 2), hints.wanted(2));
    assertEquals(Map.of(), hints.wanted(0));
  }

  @Test
  void lanesShareTheSlotsEvenlyAndTakeWhatOthersLeave() {
    add("a", 100);
    add("b", 2);
    assertEquals(Map.of("a", 8, "b", 2), hints.wanted(10));

    add("b", 98);
    assertEquals(Map.of("a", 5, "b", 5), hints.wanted(10));
  }

  @Test
  void aSuspectedLaneWantsEveryFreeSlotUntilAClaimComesBackShort() {
    hints.suspectAll();
    assertEquals(Map.of("a", 5, "b", 5), hints.wanted(10));

    hints.settle("a", 5, 5, 0);
    hints.settle("b", 5, 4, 0);

    assertEquals(Map.of("a", 10), hints.wanted(10));
  }

  @Test
  void aFullClaimAnswersAsManyHintsAsJobsCame() {
    add("a", 5);

    assertEquals(2, hints.settle("a", 2, 2, 5).size());
    assertEquals(3, hints.count("a"));
  }

  @Test
  void aShortClaimAnswersAllHintsHeldBeforeItButNoneThatCameSince() {
    add("a", 3);
    int before = hints.count("a");
    add("a", 1);

    assertEquals(3, hints.settle("a", 3, 1, before).size());
    assertEquals(1, hints.count("a"));
  }

  @Test
  void hintsBeyondTheLimitAreNotHeldButTheirLaneIsSuspected() {
    add("a", 100);

    assertFalse(hints.add(delivery("a")));

    assertEquals(100, hints.count("a"));
    assertEquals(Map.of("a", 150), hints.wanted(150));
  }

  @Test
  void itServesTheLanesThatItWasGiven() {
    assertTrue(hints.serves("b"));
    assertFalse(hints.serves("c"));
  }

  private void add(String lane, int times) {
    for (int i = 0; i < times; i++) {
      hints.add(delivery(lane));
    }
  }

  private static HintDelivery delivery(String lane) {
    return new HintDelivery(new Hint(lane, UUID.randomUUID()), () -> {});
  }
}
