package dev.errand.process;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The exit code of a service that has ended, or could not start. */
final class ExitCode {

  /** Trying again without a change of the configuration is of no use. */
  static final int CONFIGURATION = 2;

  private ExitCode() {}

  /**
   * The exit code.
   *
   * @param code Quarkus' own
   * @param cause why the service could not start; null where it had started
   */
  static int of(int code, @Nullable Throwable cause) {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
            .anyMatch(ExitCode::isAboutConfiguration)
        ? CONFIGURATION
        : code;
  }

  private static boolean isAboutConfiguration(Throwable cause) {
    return cause instanceof ConfigurationException || cause instanceof ConfigValidationException;
  }
}
