package dev.errand.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions. */
public final class Waiting {

  private static final Duration LOOK = Duration.ofMillis(50);

  private Waiting() {}

  /**
   * Waits until the condition is true.
   *
   * @throws IllegalStateException if it is not in time
   */
  public static void until(String what, Duration atMost, BooleanSupplier holds) {
    until(what, atMost, LOOK, holds);
  }

  /** The same, with another interval. */
  public static void until(String what, Duration atMost, Duration look, BooleanSupplier holds) {
    if (!holdsWithin(atMost, look, holds)) {
      throw new IllegalStateException("after %s, not yet: %s".formatted(atMost, what));
    }
  }

  /** Waits until the condition is true; returns whether it was in time. */
  public static boolean holdsWithin(Duration atMost, BooleanSupplier holds) {
    return holdsWithin(atMost, LOOK, holds);
  }

  /** The same, with another interval. */
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
