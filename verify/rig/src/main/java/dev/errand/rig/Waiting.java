package dev.errand.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what must come. */
public final class Waiting {

  private static final Duration LOOK = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Looks until it holds.
   *
   * @throws IllegalStateException where it does not in time
   */
  public static void until(String what, Duration atMost, BooleanSupplier holds) {
    until(what, atMost, LOOK, holds);
  }

  /** The same, looking more or less often. */
  public static void until(String what, Duration atMost, Duration look, BooleanSupplier holds) {
    if (!holdsWithin(atMost, look, holds)) {
      throw new IllegalStateException("after %s, not yet: %s".formatted(atMost, what));
    }
  }

  /** Looks until it holds; whether that was in time. */
  public static boolean holdsWithin(Duration atMost, BooleanSupplier holds) {
    return holdsWithin(atMost, LOOK, holds);
  }

  /** The same, looking more or less often. */
  public static boolean holdsWithin(Duration atMost, Duration look, BooleanSupplier holds) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(look);
    }
    return true;
  }

  public static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
