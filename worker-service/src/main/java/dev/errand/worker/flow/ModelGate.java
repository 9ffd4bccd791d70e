package dev.errand.worker.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many calls for a model this worker may have in flight after a throttled call: none while the
 * model is closed, then one, and more with each answer and each second without a throttled call. A
 * limit that is reached again therefore costs few calls, and a model that is open again is at full
 * speed after a few seconds, however slow its answers are.
 */
final class ModelGate {

  /** The state with which a call begins. */
  record Turn(ModelGate gate, int number) {}

  private static final int MOST_DOUBLINGS = 16;

  private final int full;
  private final LongSupplier nanos;
  // Calls that began before the last throttled call are outdated and do not count.
  private int turn;
  private int begun;
  private int ended;
  private int answered;
  private int turnedAwayInARow;
  private long openedAt;
  private Duration pause = Duration.ZERO;

  /**
   * Creates a gate for a call that was just throttled.
   *
   * @param full the number of calls in flight at which the gate is no longer needed
   */
  ModelGate(int full, LongSupplier nanos) {
    this.full = full;
    this.nanos = nanos;
    this.openedAt = nanos.getAsLong();
  }

  /** How many calls may begin now. */
  synchronized int room() {
    return nanos.getAsLong() - openedAt < 0 ? 0 : Math.max(0, allowed() - (begun - ended));
  }

  synchronized Turn begun() {
    if (begun++ == 0) {
      // The first call after a pause decides: time counts from there.
      openedAt = nanos.getAsLong();
    }
    return new Turn(this, turn);
  }

  /**
   * Records that a call has ended without being throttled.
   *
   * @param isAnswer whether it was answered
   */
  synchronized void ended(Turn call, boolean isAnswer) {
    if (isCurrent(call)) {
      ended++;
      if (isAnswer) {
        answered++;
        turnedAwayInARow = 0;
      }
    }
  }

  /**
   * Records a throttled call.
   *
   * @param call null if it began before this gate existed
   * @param length the length of the pause, by the number of earlier throttled calls in a row
   * @return the pause that begins; empty for a call that began before the last pause
   */
  synchronized Optional<Duration> turnedAway(@Nullable Turn call, IntFunction<Duration> length) {
    if (turn > 0 && !isCurrent(call)) {
      return Optional.empty();
    }
    pause = length.apply(turnedAwayInARow++);
    openedAt = nanos.getAsLong() + pause.toNanos();
    begun = 0;
    ended = 0;
    answered = 0;
    turn++;
    return Optional.of(pause);
  }

  /** Whether so many calls may be in flight that the gate is no longer needed. */
  synchronized boolean isFull() {
    return allowed() >= full;
  }

  /** How long the model was last closed. */
  synchronized Duration pause() {
    return pause;
  }

  /** Whether it has been unused long enough to be removed. */
  synchronized boolean isIdleFor(Duration time) {
    return begun == ended && nanos.getAsLong() - openedAt > time.toNanos();
  }

  private boolean isCurrent(@Nullable Turn call) {
    return call != null && call.gate == this && call.number == turn;
  }

  private int allowed() {
    if (begun == 0) {
      return 1;
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - openedAt);
    long allowed = (1L + answered) << Math.min(seconds, MOST_DOUBLINGS);
    return (int) Math.min(allowed, full);
  }
}
