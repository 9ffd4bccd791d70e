package dev.errand.worker.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimerTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "16, 2", "33, 3", "512, 32"})
  void theMessagesHeldCanTellOfAJobForEachSlot(int slots, int messages) {
    assertEquals(messages, Claimer.prefetch(slots));
  }
}
