package dev.errand.client;

import java.util.List;

/**
 * How many jobs match, by state.
 *
 * @param data the counts, in the order of a job's life
 */
public record JobCounts(List<JobCount> data) {

  public JobCounts {
    data = List.copyOf(data);
  }

  /**
   * How many jobs in one state match.
   *
   * @param count at most 10,000
   * @param more whether there may be more
   */
  public record JobCount(Job.State state, int count, boolean more) {}

  /** The count of a state; 0 if it was not asked for. */
  public int of(Job.State state) {
    return data.stream()
        .filter(each -> each.state() == state)
        .mapToInt(JobCount::count)
        .findFirst()
        .orElse(0);
  }
}
