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
  void asManyJobsAreWantedAsHintsTellOfAndSlotsAreFree() {
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
  void aLaneThatMayHaveJobsRequestsEveryFreeSlotUntilAClaimReturnsFewer() {
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
    assertEquals(3, hints.jobs("a"));
  }

  @Test
  void aShortClaimAnswersAllHintsHeldBeforeItButNoneThatCameSince() {
    add("a", 3);
    long told = hints.told("a");
    add("a", 1);

    assertEquals(3, hints.settle("a", 3, 1, told).size());
    assertEquals(1, hints.jobs("a"));
  }

  @Test
  void aMessageOfManyJobsIsHeldUntilClaimsHaveUsedItUp() {
    HintDelivery many = delivery("a", 16);
    hints.add(many);
    add("a", 1);

    assertEquals(Map.of("a", 10), hints.wanted(10));
    assertEquals(List.of(), hints.settle("a", 10, 10, hints.told("a")));
    assertEquals(7, hints.jobs("a"));
    assertEquals(List.of(), hints.settle("a", 5, 5, hints.told("a")));
    assertEquals(Map.of("a", 2), hints.wanted(10));

    assertEquals(List.of(many), hints.settle("a", 1, 1, hints.told("a")));
    assertEquals(Map.of("a", 1), hints.wanted(10));
  }

  @Test
  void aClaimMayUseUpSeveralMessagesAndPartOfTheNext() {
    HintDelivery first = delivery("a", 3);
    HintDelivery second = delivery("a", 2);
    hints.add(first);
    hints.add(second);
    hints.add(delivery("a", 4));

    assertEquals(List.of(first, second), hints.settle("a", 6, 6, hints.told("a")));
    assertEquals(3, hints.jobs("a"));
  }

  @Test
  void aShortClaimAnswersAPartlyUsedMessageToo() {
    HintDelivery many = delivery("a", 16);
    hints.add(many);
    hints.settle("a", 4, 4, hints.told("a"));

    assertEquals(List.of(many), hints.settle("a", 4, 3, hints.told("a")));
    assertEquals(Map.of(), hints.wanted(10));
  }

  @Test
  void aClaimOfASuspectedLaneAnswersNoHintThatCameSince() {
    hints.suspectAll();
    add("a", 2);
    long told = hints.told("a");
    add("a", 3);

    assertEquals(2, hints.settle("a", 10, 10, told).size());
    assertEquals(3, hints.jobs("a"));
  }

  @Test
  void beyondTheLimitTheOldestHintIsDroppedAndItsLaneMayHaveJobs() {
    HintDelivery oldest = delivery("a", 16);
    hints.add(oldest);
    add("a", 84);

    assertEquals(List.of(oldest), hints.add(delivery("a", 1)));

    assertEquals(85, hints.jobs("a"));
    assertEquals(Map.of("a", 150), hints.wanted(150));
  }

  @Test
  void aRunningClaimDoesNotUseUpHintsThatArrivedAfterTheOldestWereDropped() {
    hints.add(delivery("a", 16));
    add("a", 84);
    long told = hints.told("a");
    hints.add(delivery("a", 1));

    assertEquals(84, hints.settle("a", 5, 4, told).size());
    assertEquals(1, hints.jobs("a"));
  }

  @Test
  void itServesTheConfiguredLanes() {
    assertTrue(hints.serves("b"));
    assertFalse(hints.serves("c"));
  }

  private void add(String lane, int times) {
    for (int i = 0; i < times; i++) {
      hints.add(delivery(lane, 1));
    }
  }

  private static HintDelivery delivery(String lane, int jobs) {
    return new HintDelivery(new Hint(lane, UUID.randomUUID(), jobs), () -> {});
  }
}
