package dev.errand.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

  @ParameterizedTest
  @EnumSource(JobState.class)
  void aFinalStateIsLeftForQueuedOnly(JobState state) {
    if (state.isFinal()) {
      assertTrue(state.next().stream().allMatch(JobState.QUEUED::equals), state::text);
    }
  }

  @ParameterizedTest
  @EnumSource(JobState.class)
  void aStateIsFoundByItsText(JobState state) {
    assertEquals(Optional.of(state), JobState.of(state.text()));
  }

  @Test
  void aFailuresMessageIsCutWithoutHalvingACharacter() {
    String message = new Failure(Failure.Type.LOST, "a".repeat(3999) + "😀\0").message();

    assertEquals("a".repeat(3999), message);
  }
}
