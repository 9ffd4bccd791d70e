package dev.errand.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorEnvelopeTest {

  /** Some clients ignore what is longer and come back after seconds; others give up. */
  @ParameterizedTest
  @CsvSource({"1, false", "60, false", "61, true", "3600, true"})
  void clientsAreToldNotToComeBackIfThatTakesLong(long seconds, boolean forbidden) {
    Problem problem = Problem.quotaExceeded("too many", Duration.ofSeconds(seconds));

    assertEquals(forbidden, ErrorEnvelope.forbidsRetry(problem));
  }

  @Test
  void clientsThatAreNotToldWhenToComeBackDecideThemselves() {
    assertEquals(
        false, ErrorEnvelope.forbidsRetry(Problem.of(ProblemType.METHOD_NOT_ALLOWED, "no")));
  }
}
