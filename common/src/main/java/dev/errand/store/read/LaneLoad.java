package dev.errand.store.read;

import dev.errand.lane.Closings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lane's waiting and running jobs, and whether it is open.
 *
 * @param oldestQueued how long the oldest runnable job has been waiting, assuming that jobs of one
 *     priority are in order; empty without queued jobs
 * @param closure empty unless its provider closed it
 * @param pause empty unless somebody paused it
 */
public record LaneLoad(
    String lane,
    Count scheduled,
    Count queued,
    Count running,
    Optional<Duration> oldestQueued,
    Optional<Closure> closure,
    Optional<Pause> pause) {

  /**
   * A number of jobs.
   *
   * @param exact whether the number is exact; if not, there are more
   */
  public record Count(long jobs, boolean exact) {

    private static final Count NONE = new Count(0, true);

    /** The count for {@code found} jobs when counting stops at {@code most}. */
    static Count upTo(long most, long found) {
      return new Count(Math.min(most, found), found <= most);
    }
  }

  /**
   * Until when a lane is closed, and why.
   *
   * @param closings how often, since when and by which job
   */
  public record Closure(Instant until, String reason, Closings closings) {}

  /**
   * Who keeps a lane from being claimed, and why.
   *
   * @param until empty where it lasts until somebody resumes the lane
   */
  public record Pause(String by, Instant since, Optional<Instant> until, String reason) {}

  /** Whether its jobs may be claimed. */
  public boolean isOpen() {
    return closure.isEmpty() && pause.isEmpty();
  }

  /** Whether all of its jobs are counted. */
  public boolean isExact() {
    return scheduled.exact && queued.exact && running.exact;
  }

  /** A lane without jobs, open. */
  public static LaneLoad none(String lane) {
    return new LaneLoad(
        lane,
        Count.NONE,
        Count.NONE,
        Count.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
