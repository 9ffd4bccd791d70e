package dev.errand.store.read;

import dev.errand.job.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a caller's jobs to list.
 *
 * @param states any of them; empty for all
 * @param metadata pairs that a job must contain
 */
public record JobFilter(
    Set<JobState> states,
    Optional<String> lane,
    Optional<String> model,
    Map<String, String> metadata) {
  public JobFilter {
    states = Set.copyOf(states);
    metadata = Map.copyOf(metadata);
  }
}
