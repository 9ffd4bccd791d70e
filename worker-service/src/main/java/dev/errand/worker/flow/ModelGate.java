package dev.errand.worker.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * How many calls for a model this worker may have in flight after one was turned away: none while
 * the model is closed, then one, and more with each that is answered and each second in which none
 * is turned away. So a limit that is reached again costs few calls, and a model that is open again
 * is at full speed after a few seconds, however slow its answers are.
 */
final class ModelGate {

  /** What a call begins with. */
  record Turn(ModelGate gate, int number) {}

  private static final int MOST_DOUBLINGS = 16;

  private final int full;
  private final LongSupplier nanos;
  // Calls that began before the last one was turned away tell of the past, and don't count.
  private int turn;
  private int begun;
  private int ended;
  private int answered;
  private int turnedAwayInARow;
  private long openedAt;
  private Duration pause = Duration.ZERO;

  /**
   * Makes one for a call that was just turned away.
   *
   * @param full how many calls in flight show that there is no need of a gate
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
      // The first call after a pause is the one to learn from: time counts from there.
      openedAt = nanos.getAsLong();
    }
    return new Turn(this, turn);
  }

  /**
   * A call has ended, and was not turned away.
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
   * A call was turned away.
   *
   * @param call null where it began before there was this gate
   * @param length of the pause, by how many were turned away in a row before
   * @return the pause that this begins; empty for a call that began before the last pause did
   */
  synchronized Optional<Duration> turnedAway(Turn call, IntFunction<Duration> length) {
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

  /** Whether so many calls may be in flight that the gate is not needed any more. */
  synchronized boolean isFull() {
    return allowed() >= full;
  }

  /** How long the model was closed last. */
  synchronized Duration pause() {
    return pause;
  }

  /** Whether nobody has come for so long that it may be forgotten. */
  synchronized boolean isIdleFor(Duration time) {
    return begun == ended && nanos.getAsLong() - openedAt > time.toNanos();
  }

  private boolean isCurrent(Turn call) {
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
