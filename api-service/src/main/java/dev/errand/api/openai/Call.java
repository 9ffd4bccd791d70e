package dev.errand.api.openai;

import dev.errand.tenant.Caller;
import java.time.Duration;
import java.util.UUID;

/**
 * A call whose client waits for its answer.
 *
 * @param job the job that stands for it
 * @param named whether its client has named it, and can come back for the answer
 * @param began when it arrived, in {@link System#nanoTime}
 * @param patience how long it may wait since then
 * @param form how to send the answer
 */
record Call(
    Caller caller, UUID job, boolean named, long began, Duration patience, AnswerForm form) {

  /** Timers are not exact. */
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Whether the wait is over. */
  boolean isOver() {
    return left().compareTo(MOMENT) < 0;
  }

  /** What is left of the wait; never negative. */
  Duration left() {
    Duration left = patience.minusNanos(System.nanoTime() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
