package dev.errand.broker;

import java.util.Objects;
import java.util.UUID;

/**
 * The broker's message: "this lane has a job to run". A worker claims the lane's best job, not the
 * one named here.
 *
 * @param lane the lane that has a job
 * @param job the job that caused the hint, for tracing
 */
public record Hint(String lane, UUID job) {
  public Hint {
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(job, "job");
  }
}
