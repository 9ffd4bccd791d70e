package dev.errand.worker.run;

import java.time.Duration;

/** A sign of life of a thread that must go on. */
public final class Heartbeat {

  private volatile long last = System.nanoTime();

  /** Gives the sign. */
  public void beat() {
    last = System.nanoTime();
  }

  /** How long ago the last sign was given, or the thread's keeper made. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - last);
  }
}
