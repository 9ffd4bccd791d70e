package dev.errand.store.depth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many jobs waited and ran over time.
 *
 * @param points in the order of time; none for steps in which nothing was recorded
 * @param from when the first step begins: later than asked for if there is too much
 * @param step the time between two points
 */
public record Depth(List<Point> points, Instant from, Duration step) {

  public Depth {
    points = List.copyOf(points);
  }

  /**
   * The highest numbers of jobs in a step, each for itself.
   *
   * @param time when it begins
   * @param exact whether all jobs were counted; if not, there were more
   */
  public record Point(Instant time, long scheduled, long queued, long running, boolean exact) {}

  /**
   * A lane's queued jobs.
   *
   * @param time when the step begins
   * @param queued their highest number in it
   * @param exact whether all jobs were counted; if not, there were more
   */
  public record LanePoint(String lane, Instant time, long queued, boolean exact) {}
}
