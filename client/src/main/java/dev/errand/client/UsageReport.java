package dev.errand.client;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Usage in groups.
 *
 * @param data newest first if they are by hour or day, then those with the most tokens
 * @param more whether there are more groups
 * @param by what they are grouped by
 * @param after the beginning of the first hour that is summed
 * @param before the end of the last one
 * @param cut whether hours are left out that were asked for, so that {@code after} is later
 * @param currency of all costs; empty if the service has no prices
 */
public record UsageReport(
    List<Group> data,
    boolean more,
    List<String> by,
    Instant after,
    Optional<Instant> before,
    boolean cut,
    Optional<String> currency) {

  public UsageReport {
    data = List.copyOf(data);
    by = List.copyOf(by);
  }

  /**
   * The usage of a group; what it is not grouped by is empty.
   *
   * @param key the id of the jobs' key; an empty text for jobs without one
   * @param outcome the final state
   * @param time when the hour or day begins
   * @param jobs how many ended
   * @param withoutUsage how many were called without any reported tokens
   * @param cost of the tokens, exactly; empty if the service has no prices
   * @param withoutPrice how many used tokens of which at least some have no price
   * @param waitedSeconds until the start of the last attempt
   * @param ranSeconds the last attempt
   */
  public record Group(
      Optional<String> tenant,
      Optional<String> key,
      Optional<String> lane,
      Optional<String> model,
      Optional<Job.State> outcome,
      Optional<Instant> time,
      long jobs,
      long attempts,
      long inputTokens,
      long outputTokens,
      long withoutUsage,
      Optional<BigDecimal> cost,
      OptionalLong withoutPrice,
      Times waitedSeconds,
      Times ranSeconds) {}

  /** Times in seconds, estimated; empty if there is no job. */
  public record Times(OptionalDouble p50, OptionalDouble p95) {}
}
