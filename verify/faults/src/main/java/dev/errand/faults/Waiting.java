package dev.errand.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what must come. */
final class Waiting {

  private static final Duration LOOK = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Looks until it holds.
   *
   * @throws IllegalStateException where it does not in time
   */
  static void until(String what, Duration atMost, BooleanSupplier holds) {
    if (!holdsWithin(atMost, holds)) {
      throw new IllegalStateException("after %s, not yet: %s".formatted(atMost, what));
    }
  }

  /** Looks until it holds; whether that was in time. */
  static boolean holdsWithin(Duration atMost, BooleanSupplier holds) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(LOOK);
    }
    return true;
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
