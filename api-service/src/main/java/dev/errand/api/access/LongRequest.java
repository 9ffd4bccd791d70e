package dev.errand.api.access;

import dev.errand.api.problem.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request that goes on for long after its caller was let in. It asks from time to time whether
 * the caller would be let in now, too. Used by one thread, which may block.
 */
public final class LongRequest {

  private final long interval;
  private final Supplier<Optional<Problem>> access;
  private long asked = System.nanoTime();

  LongRequest(Duration interval, Supplier<Optional<Problem>> access) {
    this.interval = interval.toNanos();
    this.access = access;
  }

  /** Why the caller is let in no more; empty if it is, or was a moment ago. */
  public Optional<Problem> objection() {
    long now = System.nanoTime();
    if (now - asked < interval) {
      return Optional.empty();
    }
    asked = now;
    return access.get();
  }
}
