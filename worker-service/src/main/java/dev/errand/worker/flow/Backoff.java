package dev.errand.worker.flow;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A delay that doubles from its base to its cap. */
public record Backoff(Duration base, Duration cap) {

  /** A random delay between zero and the maximum: callers that failed together spread out. */
  public Duration spread(int doublings, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(most(doublings) + 1));
  }

  /** A random delay between half the maximum and the maximum: never too short. */
  public Duration upperHalf(int doublings, RandomGenerator random) {
    long most = most(doublings);
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }

  private long most(int doublings) {
    return Math.min(cap.toMillis(), base.toMillis() << Math.min(doublings, 30));
  }
}
