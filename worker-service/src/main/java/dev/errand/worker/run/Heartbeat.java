package dev.errand.worker.run;

import java.time.Duration;

/** The heartbeat of a thread that must keep running. */
public final class Heartbeat {

  private volatile long last = System.nanoTime();

  /** Beats. */
  public void beat() {
    last = System.nanoTime();
  }

  /** The time since the last beat, or since the creation of the heartbeat. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - last);
  }
}
