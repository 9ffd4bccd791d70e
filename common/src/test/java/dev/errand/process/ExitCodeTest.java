package dev.errand.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void aWrongConfigurationIsTwoHoweverDeepItIsWrapped() {
    Exception wrong = new ConfigurationException("errand.broker is kafka");
    assertEquals(2, ExitCode.of(1, wrong));
    assertEquals(2, ExitCode.of(1, new RuntimeException(new IllegalStateException(wrong))));
    assertEquals(
        2, ExitCode.of(1, new RuntimeException(new ConfigValidationException(problems()))));
  }

  @Test
  void everythingElseKeepsItsCode() {
    assertEquals(0, ExitCode.of(0, null));
    assertEquals(1, ExitCode.of(1, new IOException("no database")));
    assertEquals(143, ExitCode.of(143, null));
  }

  private static ConfigValidationException.Problem[] problems() {
    return new ConfigValidationException.Problem[] {
      new ConfigValidationException.Problem("errand.worker.concurrency must be at least 1")
    };
  }
}
