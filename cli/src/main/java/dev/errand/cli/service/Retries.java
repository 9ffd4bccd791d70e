package dev.errand.cli.service;

import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import dev.errand.client.ProblemType;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats requests that may be repeated: reads, and those with an idempotency key. A service that
 * has never responded gets a few seconds; one that has gets minutes, because it may be restarting.
 * Used by one thread.
 */
final class Retries {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final InstantSource clock;
  private final Pauses pauses;
  private final Duration unknown;
  private final Duration known;
  private boolean contacted;

  /**
   * How long to go on.
   *
   * @param unknown for a service that has never responded
   * @param known for one that has
   */
  Retries(InstantSource clock, Pauses pauses, Duration unknown, Duration known) {
    this.clock = clock;
    this.pauses = pauses;
    this.unknown = unknown;
    this.known = known;
  }

  /** The result of a request; the last failure, if it fails for too long. */
  <T> T until(Supplier<T> request) {
    Optional<Instant> failing = Optional.empty();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Duration next;
      try {
        T result = request.get();
        contacted = true;
        return result;
      } catch (ProblemException e) {
        contacted = true;
        // From the first failure on: a stream may have been read for hours before.
        failing = failing.or(() -> Optional.of(clock.instant()));
        if (!isTemporary(e) || isOver(failing.get())) {
          throw e;
        }
        next = e.retryAfter().orElse(pause);
      } catch (NoAnswerException e) {
        failing = failing.or(() -> Optional.of(clock.instant()));
        if (isHopeless(e) || isOver(failing.get())) {
          throw e;
        }
        next = pause;
      }
      pauses.pause(next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE);
      pause = pause.multipliedBy(2);
    }
  }

  /** A service of which nothing is known and at whose port nobody listens is most likely off. */
  private boolean isHopeless(NoAnswerException none) {
    return Thread.currentThread().isInterrupted()
        || !contacted && Explanation.isCausedBy(none, ConnectException.class);
  }

  private boolean isOver(Instant failing) {
    return clock.instant().isAfter(failing.plus(contacted ? known : unknown));
  }

  private static boolean isTemporary(ProblemException problem) {
    return problem.type() == ProblemType.UNAVAILABLE
        || problem.type() == ProblemType.QUOTA_EXCEEDED
        || problem.type() == ProblemType.UNKNOWN && ExitCode.of(problem) == ExitCode.NOT_REACHABLE;
  }
}
