package dev.errand.local.plan;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The command-line options of {@code dev}.
 *
 * @param keys whether the API asks for keys
 */
public record DevOptions(int workers, int port, Path data, Optional<Broker> broker, boolean keys) {
  private static final int MOST_WORKERS = 64;

  public DevOptions {
    requireWithin("--workers", workers, MOST_WORKERS);
    requireWithin("--port", port, 65_535);
    data = data.toAbsolutePath().normalize();
  }

  private static void requireWithin(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new CannotStart("%s must be 1 to %d, but is %d.".formatted(option, most, value));
    }
  }
}
