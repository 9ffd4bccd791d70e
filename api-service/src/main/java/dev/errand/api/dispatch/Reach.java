package dev.errand.api.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the database has been reachable for long enough that a worker without a valid lease must
 * be silent. While the database is away, no worker can extend its leases: their calls go on, and
 * must not be made again only because the database was the last to return.
 */
final class Reach {

  /** A gap is an outage from this part of the patience on, but not before so many intervals. */
  private static final int PARTS = 4;

  private final Duration patience;
  private final long gap;
  private final LongSupplier nanos;
  private long since;
  private long answered;

  /**
   * Begins with an outage: nobody knows what was before.
   *
   * @param patience how long workers have after an outage to extend their leases
   * @param interval between answers, if there is no outage
   * @param nanos the clock, as {@link System#nanoTime}
   */
  Reach(Duration patience, Duration interval, LongSupplier nanos) {
    this.patience = patience;
    this.gap = Math.max(patience.toNanos() / PARTS, interval.toNanos() * PARTS);
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.answered = since;
  }

  /** The database has answered. */
  synchronized void answer() {
    long now = nanos.getAsLong();
    if (isGap(now)) {
      since = now;
    }
    answered = now;
  }

  /** Whether workers have had the time to extend their leases. */
  synchronized boolean isLongEnough() {
    long now = nanos.getAsLong();
    return !isGap(now) && now - since >= patience.toNanos();
  }

  private boolean isGap(long now) {
    return now - answered > gap;
  }
}
