package dev.errand.store.read;

import dev.errand.job.Attempt;
import dev.errand.job.JobResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All data of one job except its request's body.
 *
 * @param attempts the latest finished ones, oldest first, at most {@link JobQueries#ATTEMPTS}
 * @param result present if the job succeeded or failed
 * @param position its position among the queued jobs of its lane, counted from 1 up to {@link
 *     JobQueries#POSITIONS}; empty unless queued
 */
public record JobDetails(
    JobSummary summary, List<Attempt> attempts, Optional<JobResult> result, OptionalInt position) {
  public JobDetails {
    attempts = List.copyOf(attempts);
  }
}
