package dev.errand.cli.service;

import dev.errand.cli.settings.WrongUsageException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How often a verb that follows something looks. */
public final class Interval {

  private static final Duration LEAST = Duration.ofSeconds(1);

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often to look, at least 1s (default: 2s).")
  private Duration every = Duration.ofSeconds(2);

  /**
   * The time.
   *
   * @throws WrongUsageException if it is too short
   */
  public Duration time() {
    if (every.compareTo(LEAST) < 0) {
      throw new WrongUsageException("--every must be at least 1s");
    }
    return every;
  }
}
