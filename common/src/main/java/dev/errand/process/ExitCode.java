package dev.errand.process;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The exit code of a service that has stopped or could not start. */
final class ExitCode {

  /** A restart is useless until the configuration changes. */
  static final int CONFIGURATION = 2;

  private ExitCode() {}

  /**
   * The exit code.
   *
   * @param code Quarkus' own exit code exit code
   * @param cause why the service could not start; null if it had started
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
