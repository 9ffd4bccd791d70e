package dev.errand.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"30s, PT30S", "10m, PT10M", "12h, PT12H", "7d, PT168H"})
  void readsANumberWithAUnit(String text, Duration expected) {
    assertEquals(expected, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "m", "-1s", "1 s", "1w", "99999999999s"})
  void refusesEverythingElse(String text) {
    assertThrows(TypeConversionException.class, () -> Durations.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.449S, 0.4 s",
    "PT9.999S, 9.9 s",
    "PT10S, 10 s",
    "PT72S, 1 m 12 s",
    "PT3H5M, 3 h 5 m",
    "P2DT5H, 2 d 5 h"
  })
  void showsTheTwoLargestUnits(Duration time, String expected) {
    assertEquals(expected, Durations.text(time));
  }
}
