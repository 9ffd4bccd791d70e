package dev.errand.store.read;

import dev.errand.job.Attempt;
import dev.errand.job.JobResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is known of one job, but for its request's body.
 *
 * @param attempts the latest ended ones, oldest first, at most {@link JobQueries#ATTEMPTS}
 * @param result there is one if the job succeeded or failed
 * @param position its place among the queued jobs of its lane, counted from 1 and no further than
 *     {@link JobQueries#POSITIONS}; empty unless queued
 */
public record JobDetails(
    JobSummary summary, List<Attempt> attempts, Optional<JobResult> result, OptionalInt position) {
  public JobDetails {
    attempts = List.copyOf(attempts);
  }
}
