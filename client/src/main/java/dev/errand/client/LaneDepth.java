package dev.errand.client;

import java.time.Instant;
import java.util.List;

/**
 * How many jobs waited and ran over time.
 *
 * @param data oldest first; none for times at which nothing was recorded
 * @param after the beginning of the first step
 * @param before before which the last recorded minute began
 * @param stepSeconds from one point to the next
 * @param cut whether times are left out that were asked for, so that {@code after} is later
 */
public record LaneDepth(
    List<Point> data, Instant after, Instant before, long stepSeconds, boolean cut) {

  public LaneDepth {
    data = List.copyOf(data);
  }

  /**
   * The highest numbers of jobs in a step, each for itself.
   *
   * @param time when the step begins
   * @param exact whether all jobs were counted; if not, there were more
   */
  public record Point(Instant time, long scheduled, long queued, long running, boolean exact) {}
}
