package dev.errand.store.read;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits and runs in a lane, and whether it takes claims.
 *
 * @param oldestQueued for how long the job that has been runnable longest has waited, jobs of one
 *     priority being in order; empty without queued jobs
 * @param closure empty while the lane is open
 */
public record LaneLoad(
    String lane,
    Count scheduled,
    Count queued,
    Count running,
    Optional<Duration> oldestQueued,
    Optional<Closure> closure) {

  /**
   * How many jobs there are.
   *
   * @param exact whether there are just so many; if not, there are more
   */
  public record Count(long jobs, boolean exact) {

    private static final Count NONE = new Count(0, true);

    /** What counting as far as {@code found} says of a number that is told up to {@code most}. */
    static Count upTo(long most, long found) {
      return new Count(Math.min(most, found), found <= most);
    }
  }

  /** Until when a lane takes no claims, and why. */
  public record Closure(Instant until, String reason) {}

  /** Whether all of its jobs are counted. */
  public boolean isExact() {
    return scheduled.exact && queued.exact && running.exact;
  }

  /** A lane without jobs, open. */
  public static LaneLoad none(String lane) {
    return new LaneLoad(
        lane, Count.NONE, Count.NONE, Count.NONE, Optional.empty(), Optional.empty());
  }
}
