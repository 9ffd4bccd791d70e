package dev.errand.cli.service;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass; tests let none pass. */
@FunctionalInterface
public interface Pauses {

  /** Those of a clock on the wall. */
  Pauses REAL =
      time -> {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          LockSupport.parkNanos(left);
        }
      };

  /** Returns after this time, or at once if the thread is interrupted. */
  void pause(Duration time);
}
