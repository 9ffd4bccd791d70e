package dev.errand.store.usage;

import dev.errand.store.TimeBuckets;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was used, in groups.
 *
 * @param groups newest first, if by time, then those with the most tokens
 * @param more whether there are more groups
 * @param from when the first hour begins that they sum: later than asked for if there is too much
 */
public record Usage(List<Group> groups, boolean more, Instant from) {

  public Usage {
    groups = List.copyOf(groups);
  }

  /**
   * The jobs of a group. What they are not grouped by is null.
   *
   * @param key the id of their key; empty for those without a recorded one
   * @param outcome their final state
   * @param time when their hour or day begins
   */
  public record Group(
      @Nullable String tenant,
      @Nullable String key,
      @Nullable String lane,
      @Nullable String model,
      @Nullable String outcome,
      @Nullable Instant time,
      Sums sums,
      Times waited,
      Times ran) {}

  /**
   * The sums of a group.
   *
   * @param attempts those of the lives that ended
   * @param withoutUsage jobs that were called, and no provider reported what they used
   * @param cost exactly, without what has no price
   * @param withoutPrice jobs that used tokens of which at least some had no price
   */
  public record Sums(
      long jobs,
      long attempts,
      long inputTokens,
      long outputTokens,
      long withoutUsage,
      BigDecimal cost,
      long withoutPrice) {}

  /**
   * How long the jobs of a group took.
   *
   * @param counts how many there are in each of the {@link TimeBuckets}
   */
  public record Times(List<Long> counts) {

    private static final double MEDIAN = 0.5;
    private static final double P95 = 0.95;

    public Times {
      counts = List.copyOf(counts);
    }

    /** In seconds; empty if no job did. */
    public OptionalDouble median() {
      return quantile(MEDIAN);
    }

    /** In seconds; empty if no job did. */
    public OptionalDouble p95() {
      return quantile(P95);
    }

    /** Those of these jobs and others. */
    public Times plus(Times others) {
      return new Times(
          IntStream.range(0, counts.size())
              .mapToObj(i -> counts.get(i) + others.counts.get(i))
              .toList());
    }

    private OptionalDouble quantile(double part) {
      return TimeBuckets.quantile(counts.stream().mapToLong(Long::longValue).toArray(), part);
    }
  }
}
