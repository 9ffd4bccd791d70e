package dev.errand.worker.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-31T12:00:00Z"));

  @ParameterizedTest
  @CsvSource({"0,0", "2,2000", "' 30 ',30000", "1.5,1500", "999999999,604800000"})
  void secondsAreAPauseOfAtMostAWeek(String header, long millis) {
    assertEquals(Optional.of(Duration.ofMillis(millis)), RetryAfter.parse(header, null, CLOCK));
  }

  @Test
  void aDateIsAPauseUntilThen() {
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        RetryAfter.parse("Sat, 31 Jan 2026 12:01:30 GMT", null, CLOCK));
    assertEquals(
        Optional.of(Duration.ZERO), RetryAfter.parse("Sat, 31 Jan 2026 11:00:00 GMT", null, CLOCK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sat, 31 Jan 2026 11:00:00 GMT", "Sat, 31 Jan 2026 13:00:00 GMT"})
  void aDateIsReckonedByTheProvidersOwnClockWhereItTells(String anHourOff) {
    assertEquals(Optional.of(Duration.ZERO), RetryAfter.parse(anHourOff, anHourOff, CLOCK));
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        RetryAfter.parse(anHourOff.replace("00:00", "01:30"), anHourOff, CLOCK));
  }

  @Test
  void aDateThatIsNoneIsPassedOver() {
    assertEquals(
        Optional.of(Duration.ofSeconds(90)),
        RetryAfter.parse("Sat, 31 Jan 2026 12:01:30 GMT", "now", CLOCK));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "soon", "-1", "NaN", "1e9", "0x10", "99999999999999999999"})
  void anythingElseIsNoPause(String header) {
    assertEquals(Optional.empty(), RetryAfter.parse(header, null, CLOCK));
  }
}
