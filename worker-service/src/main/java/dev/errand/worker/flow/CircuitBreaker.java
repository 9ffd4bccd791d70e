package dev.errand.worker.flow;

import dev.errand.worker.config.WorkerConfig.HoldBack;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A circuit breaker for a lane's provider, based on this worker's own calls: consecutive broken
 * calls hold the lane back for a while; then one call probes it, which frees it or holds it back
 * for longer.
 */
final class CircuitBreaker {

  /** The state of a lane. */
  enum State {
    /** Any number of calls may begin. */
    FREE,
    /** No call may begin until a certain time; then one may, the probe. */
    HELD_BACK,
    /** The probe is in progress. */
    PROBED
  }

  /**
   * A change of state.
   *
   * @param pause how long the lane is held back; zero if it is not
   */
  record Change(State to, Duration pause) {}

  private final HoldBack config;
  private final int accountErrors;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private State state = State.FREE;
  private int brokenInARow;
  private int refusedInARow;
  private int holds;
  private long heldUntil;
  private Duration pause = Duration.ZERO;
  // Calls that began before the last change are outdated.
  private int turn;

  /**
   * Creates a breaker.
   *
   * @param accountErrors the number of consecutive account errors after which the lane is held
   *     back; 0 for never
   */
  CircuitBreaker(HoldBack config, int accountErrors, LongSupplier nanos, RandomGenerator random) {
    this.config = config;
    this.accountErrors = accountErrors;
    this.nanos = nanos;
    this.random = random;
  }

  /** Frees the lane; calls that began earlier no longer count. */
  synchronized void reset() {
    free();
  }

  /** How many of the requested calls may begin now. */
  synchronized int allowed(int wanted) {
    return switch (state) {
      case FREE -> wanted;
      case HELD_BACK -> isOver() ? Math.min(1, wanted) : 0;
      case PROBED -> 0;
    };
  }

  /** Records that a call begins; pass the result to {@link #ended}. */
  synchronized int begun() {
    if (state == State.HELD_BACK && isOver()) {
      to(State.PROBED);
    }
    return turn;
  }

  /** Records that a call has ended. */
  synchronized Optional<Change> ended(int begun, CallResult result) {
    if (begun != turn || state == State.HELD_BACK) {
      return Optional.empty();
    }
    return state == State.PROBED ? probed(result) : called(result);
  }

  synchronized State state() {
    return state;
  }

  /** How long the lane was last held back; zero if it is free. */
  synchronized Duration pause() {
    return state == State.FREE ? Duration.ZERO : pause;
  }

  private Optional<Change> called(CallResult result) {
    switch (result) {
      case WORKS -> {
        brokenInARow = 0;
        refusedInARow = 0;
      }
      case BROKEN -> brokenInARow++;
      case REFUSED -> refusedInARow++;
      case NONE -> {}
    }
    return isReached(brokenInARow, config.after()) || isReached(refusedInARow, accountErrors)
        ? Optional.of(hold())
        : Optional.empty();
  }

  private Optional<Change> probed(CallResult result) {
    return switch (result) {
      case WORKS -> Optional.of(free());
      case BROKEN, REFUSED -> Optional.of(hold());
      case NONE -> {
        // Another call may probe immediately.
        to(State.HELD_BACK);
        yield Optional.empty();
      }
    };
  }

  private Change free() {
    brokenInARow = 0;
    refusedInARow = 0;
    holds = 0;
    return to(State.FREE);
  }

  /** Between half and all of the doubled base, so that the probes of several workers spread out. */
  private Change hold() {
    long most =
        Math.min(config.cap().toMillis(), config.base().toMillis() << Math.min(holds++, 30));
    pause = Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    heldUntil = nanos.getAsLong() + pause.toNanos();
    return to(State.HELD_BACK);
  }

  private static boolean isReached(int count, int limit) {
    return limit > 0 && count >= limit;
  }

  private boolean isOver() {
    return nanos.getAsLong() - heldUntil >= 0;
  }

  private Change to(State next) {
    state = next;
    turn++;
    return new Change(next, pause());
  }
}
