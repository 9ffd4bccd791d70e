package dev.errand.local.plan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The command-line options of {@code dev}. */
public record DevOptions(
    int workers, int port, Path data, Optional<Broker> broker, Set<Extra> extras) {
  private static final int MOST_WORKERS = 64;

  /** What is off unless it is asked for. */
  public enum Extra {
    /** The API asks for keys. */
    KEYS,
    /** The example with the button runs, too. */
    DEMO
  }

  public DevOptions {
    requireWithin("--workers", workers, MOST_WORKERS);
    requireWithin("--port", port, 65_535);
    data = data.toAbsolutePath().normalize();
    extras = Set.copyOf(extras);
  }

  /** Whether it was asked for. */
  public boolean has(Extra extra) {
    return extras.contains(extra);
  }

  private static void requireWithin(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new CannotStart("%s must be 1 to %d, but is %d.".formatted(option, most, value));
    }
  }
}
