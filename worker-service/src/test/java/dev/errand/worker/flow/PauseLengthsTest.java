package dev.errand.worker.flow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.Pause;
import dev.errand.worker.outcome.Pause.Cause;
import dev.errand.worker.outcome.Pause.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseLengthsTest {

  private final PauseLengths lengths =
      new PauseLengths(
          new TestedConfig("http://localhost/v1", Map.of()).worker().throttle(), new Random(1));

  @ParameterizedTest
  @CsvSource({
    // cause, asked for, how many before: between, and
    "RATE, , 0, PT0.5S, PT1S",
    "RATE, PT0S, 0, PT0.5S, PT1S",
    "RATE, PT0S, 3, PT4S, PT8S",
    "RATE, PT20S, 0, PT20S, PT20S",
    "RATE, PT2S, 9, PT15S, PT30S",
    "RATE, PT24H, 0, PT10M, PT10M",
    "LOADING, , 5, PT15S, PT30S",
    "OVERLOADED, , 1, PT1S, PT2S",
    "DAILY, , 0, PT30S, PT60S",
    "DAILY, , 3, PT4M, PT8M",
    "DAILY, , 60, PT30M, PT60M",
    "DAILY, PT7M12S, 0, PT7M12S, PT7M12S",
    "DAILY, PT20H, 3, PT10M, PT10M"
  })
  void aPauseIsTheRequestedOneWithinBounds(
      Cause cause, Duration asked, int before, Duration least, Duration most) {
    for (int i = 0; i < 100; i++) {
      Duration length =
          lengths.of(new Pause(Optional.ofNullable(asked), Scope.MODEL, cause), before);
      assertTrue(length.compareTo(least) >= 0 && length.compareTo(most) <= 0, length::toString);
    }
  }
}
