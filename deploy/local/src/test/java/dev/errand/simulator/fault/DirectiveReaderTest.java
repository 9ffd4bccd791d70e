package dev.errand.simulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.fault.Fault.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectiveReaderTest {

  @ParameterizedTest
  @CsvSource({"1000ms,1000", "1s,1000", "1.5s,1500", "2m,120000", "250,250"})
  void aDurationHasAUnitOrIsInMilliseconds(String duration, long millis) {
    assertEquals(Duration.ofMillis(millis), read("latency-" + duration).latency());
  }

  @Test
  void directivesCombine() {
    Faults faults = read("latency-1s-jitter-500ms-errorrate-2.5-throttle-2-retry-3s");

    assertEquals(Duration.ofSeconds(1), faults.latency());
    assertEquals(Duration.ofMillis(500), faults.jitter());
    assertEquals(2.5, faults.errorRate());
    assertEquals(429, faults.fault().error().status());
    assertEquals(Optional.of(Duration.ofSeconds(3)), faults.fault().retryAfter());
    assertEquals(2, faults.fault().firstCalls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-2-hang", "hang-first-2", "flaky-2-hang"})
  void anyFaultCanBeLimitedToTheFirstCalls(String directives) {
    assertEquals(Ending.HANG, read(directives).fault().ending());
    assertEquals(2, read(directives).fault().firstCalls());
  }

  @Test
  void aDirectiveOverridesItsDefaultAndLeavesTheOthers() {
    Faults defaults = read("latency-2s-flaky-3");

    Faults faults = DirectiveReader.read("error-503", defaults);

    assertEquals(Duration.ofSeconds(2), faults.latency());
    assertEquals(503, faults.fault().error().status());
    assertEquals(Fault.EVERY_CALL, faults.fault().firstCalls());
  }

  @Test
  void okForgetsTheDefaults() {
    assertEquals(Faults.NONE, DirectiveReader.read("ok", read("latency-2s-hang-errorrate-9")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bogus", "latency", "latency-x", "error-200", "flaky-1s", "errorrate-101"})
  void anUnknownDirectiveIsRejectedNamingTheKnownOnes(String directives) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> read(directives));

    assertTrue(e.getMessage().contains("throttle-N"));
  }

  @Test
  void theErrorRateIsMetAndRepeats() {
    Faults faults = read("errorrate-30");

    long errors =
        IntStream.rangeClosed(1, 2_000)
            .filter(number -> faults.planFor("key", number).fault().ending() == Ending.ERROR)
            .count();

    assertEquals(600, errors, 60);
    assertEquals(faults.planFor("key", 7), faults.planFor("key", 7));
  }

  @Test
  void jitterSpreadsOverItsWholeWidth() {
    Faults faults = read("latency-1s-jitter-1s");

    var delays =
        IntStream.rangeClosed(1, 1_000)
            .mapToLong(number -> faults.planFor("key", number).delay().toMillis())
            .summaryStatistics();

    assertEquals(1_000, delays.getMin(), 20);
    assertEquals(2_000, delays.getMax(), 20);
  }

  private static Faults read(String directives) {
    return DirectiveReader.read(directives, Faults.NONE);
  }
}
