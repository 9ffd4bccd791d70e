package dev.errand.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HintTest {

  @Test
  void neighboursOfALaneShareMessagesUpToTheMost() {
    List<Hint> hints = Stream.generate(() -> hint("a", 1)).limit(40).toList();

    List<Hint> merged = Hint.merged(hints);

    assertEquals(
        List.of(
            new Hint("a", hints.get(0).job(), 16),
            new Hint("a", hints.get(16).job(), 16),
            new Hint("a", hints.get(32).job(), 8)),
        merged);
  }

  @Test
  void lanesDoNotShareMessages() {
    List<Hint> hints =
        IntStream.range(0, 6).mapToObj(i -> hint(i % 2 == 0 ? "a" : "b", 1)).toList();

    assertEquals(
        List.of(new Hint("a", hints.get(0).job(), 3), new Hint("b", hints.get(1).job(), 3)),
        Hint.merged(hints));
  }

  @Test
  void mergingLosesNoJobOfHintsThatTellOfSeveral() {
    List<Hint> merged = Hint.merged(List.of(hint("a", 10), hint("a", 10), hint("a", 6)));

    assertEquals(List.of(10, 16), merged.stream().map(Hint::jobs).toList());
    assertEquals(26, Hint.jobs(merged));
  }

  @Test
  void aHintStandsForAtLeastOneJobAndAtMostTheLimit() {
    assertThrows(IllegalArgumentException.class, () -> hint("a", 0));
    assertThrows(IllegalArgumentException.class, () -> hint("a", Hint.MOST_JOBS + 1));
  }

  private static Hint hint(String lane, int jobs) {
    return new Hint(lane, UUID.randomUUID(), jobs);
  }
}
