package dev.errand.store.depth;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The depth that is asked for.
 *
 * @param tenant empty for that of all tenants, which only an admin may ask for
 * @param lane empty for all lanes
 * @param from when the first step begins
 * @param to before which the last recorded minute began
 * @param step the time between two points
 */
public record DepthFilter(
    Optional<String> tenant, Optional<String> lane, Instant from, Instant to, Duration step) {

  /** Maximum number of points. */
  public static final int POINTS = 300;

  private static final List<Duration> STEPS =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1));

  /**
   * The depth from one time to another, in steps of 1, 5 or 60 minutes: the shortest that lead to
   * no more than {@link #POINTS}, or the last so many hours.
   */
  public static DepthFilter of(
      Optional<String> tenant, Optional<String> lane, Instant from, Instant to) {
    Duration step =
        STEPS.stream()
            .filter(it -> !from.isBefore(earliest(to, it)))
            .findFirst()
            .orElse(STEPS.getLast());
    Instant earliest = earliest(to, step);
    return new DepthFilter(
        tenant, lane, from.isBefore(earliest) ? earliest : begin(from, step), to, step);
  }

  /** When the step begins to which a time belongs. */
  public static Instant begin(Instant time, Duration step) {
    long seconds = time.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, step.toSeconds()));
  }

  /** The same of this tenant only. */
  DepthFilter of(String name) {
    return new DepthFilter(Optional.of(name), lane, from, to, step);
  }

  /** The same from another minute on. */
  DepthFilter since(Instant minute) {
    return new DepthFilter(tenant, lane, minute, to, step);
  }

  /** The first of the steps that end with the one before {@code to}. */
  private static Instant earliest(Instant to, Duration step) {
    return begin(to.minusMillis(1), step).minus(step.multipliedBy(POINTS - 1));
  }
}
