package dev.errand.worker.flow;

import dev.errand.worker.config.WorkerConfig.Throttle;
import dev.errand.worker.outcome.Pause;
import dev.errand.worker.outcome.Pause.Cause;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to pause after a throttled call: as long as the provider asks for, within bounds on both
 * sides.
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
   * @param before the number of earlier throttled calls in a row, each at the end of a pause
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

  /** The delay that the provider asks for, as far as it is followed. */
  public Duration asked(Pause pause) {
    Duration asked = pause.asked().orElse(Duration.ZERO);
    return asked.compareTo(config.longest()) < 0 ? asked : config.longest();
  }
}
