package dev.errand.store.read;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list of jobs.
 *
 * @param jobs newest first; fewer than requested, or none, if the search stopped early
 * @param next the place after which to continue; empty if there are no more
 */
public record JobsFound(List<JobSummary> jobs, Optional<Paging.Place> next) {

  /** The only page of a list without jobs. */
  static final JobsFound NONE = new JobsFound(List.of(), Optional.empty());

  public JobsFound {
    jobs = List.copyOf(jobs);
  }

  /** As many of the jobs as have been read, of those found. */
  public JobsFound first(int count, Paging paging) {
    return count == jobs.size()
        ? this
        : new JobsFound(jobs.subList(0, count), Optional.of(paging.place(jobs.get(count - 1))));
  }
}
