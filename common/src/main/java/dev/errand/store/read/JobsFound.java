package dev.errand.store.read;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of a list of jobs.
 *
 * @param jobs newest first; fewer than requested, or none, if the search stopped early
 * @param next the job after which to continue; empty if there are no more
 */
public record JobsFound(List<JobSummary> jobs, Optional<UUID> next) {
  public JobsFound {
    jobs = List.copyOf(jobs);
  }
}
