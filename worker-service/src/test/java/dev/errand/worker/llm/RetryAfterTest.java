package dev.errand.worker.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0,0", "2,2000", "' 30 ',30000", "1.5,1500", "999999999,604800000"})
  void secondsAreAPauseOfAtMostAWeek(String header, long millis) {
    assertEquals(Optional.of(Duration.ofMillis(millis)), RetryAfter.parse(header, NOW));
  }

  @Test
  void aDateIsAPauseUntilThen() {
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        RetryAfter.parse("Sat, 31 Jan 2026 12:01:30 GMT", NOW));
    assertEquals(
        Optional.of(Duration.ZERO), RetryAfter.parse("Sat, 31 Jan 2026 11:00:00 GMT", NOW));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1", "NaN", "1e9", "0x10", "99999999999999999999"})
  void anythingElseIsNoPause(String header) {
    assertEquals(Optional.empty(), RetryAfter.parse(header, NOW));
  }
}
