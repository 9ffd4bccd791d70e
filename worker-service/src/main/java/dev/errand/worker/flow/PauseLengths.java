package dev.errand.worker.flow;

import dev.errand.worker.config.WorkerConfig.Throttle;
import dev.errand.worker.outcome.Pause;
import dev.errand.worker.outcome.Pause.Cause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * For how long a provider that turned a call away is left alone: as long as it asks for, within
 * bounds on both sides.
 */
public final class PauseLengths {

  private final Throttle config;
  private final RandomGenerator random;

  public PauseLengths(Throttle config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  /**
   * The pause.
   *
   * @param before how many calls in a row were turned away before, each at the end of its pause
   */
  Duration of(Pause pause, int before) {
    boolean unknownDay = pause.cause() == Cause.DAILY && pause.asked().isEmpty();
    Backoff own =
        unknownDay
            ? new Backoff(config.dailyBase(), config.dailyCap())
            : new Backoff(config.base(), config.cap());
    Duration least = own.upperHalf(before, random);
    Duration asked = asked(pause);
    return least.compareTo(asked) > 0 ? least : asked;
  }

  /** What the provider asks for, as far as it is taken by its word. */
  public Duration asked(Pause pause) {
    Duration asked = pause.asked().orElse(Duration.ZERO);
    return asked.compareTo(config.longest()) < 0 ? asked : config.longest();
  }
}
