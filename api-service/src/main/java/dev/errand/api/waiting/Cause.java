package dev.errand.api.waiting;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a queued job waits.
 *
 * @param until when that is over; empty if it is not known
 * @param detail for people
 */
record Cause(WaitingReason reason, Optional<Instant> until, String detail) {

  /** A cause whose end is not known. */
  static Cause of(WaitingReason reason, String detail) {
    return new Cause(reason, Optional.empty(), detail);
  }

  /** Whether workers take jobs of the lane, though perhaps not this one. */
  boolean isLaneOpen() {
    return reason == WaitingReason.TURN || reason == WaitingReason.LANE_FULL;
  }
}
