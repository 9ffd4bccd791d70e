package dev.errand.worker.flow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A time that doubles from its base to its cap. */
public record Backoff(Duration base, Duration cap) {

  /** Somewhere between nothing and the most: callers that failed together come apart. */
  public Duration spread(int doublings, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(most(doublings) + 1));
  }

  /** Somewhere between half the most and the most: never too little. */
  public Duration upperHalf(int doublings, RandomGenerator random) {
    long most = most(doublings);
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }

  private long most(int doublings) {
    return Math.min(cap.toMillis(), base.toMillis() << Math.min(doublings, 30));
  }
}
