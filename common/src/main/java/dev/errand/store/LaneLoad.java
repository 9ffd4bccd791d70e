package dev.errand.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits and runs in a lane, and whether it takes claims.
 *
 * @param oldestQueued for how long the job that could run first has been waiting; empty without
 *     queued jobs
 * @param closure empty while the lane is open
 */
public record LaneLoad(
    String lane,
    long scheduled,
    long queued,
    long running,
    Optional<Duration> oldestQueued,
    Optional<Closure> closure) {

  /** Until when a lane takes no claims, and why. */
  public record Closure(Instant until, String reason) {}

  /** A lane without jobs, open. */
  public static LaneLoad none(String lane) {
    return new LaneLoad(lane, 0, 0, 0, Optional.empty(), Optional.empty());
  }
}
