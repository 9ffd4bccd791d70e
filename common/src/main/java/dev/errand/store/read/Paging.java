package dev.errand.store.read;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which part of a list to read.
 *
 * @param after the place of the last job before it, which need not exist any more; empty for the
 *     beginning
 * @param limit maximum number of jobs
 */
public record Paging(Order order, Optional<Place> after, int limit) {

  /** What comes first in a list. */
  public enum Order {
    /** The job that was accepted last; by id. */
    CREATED,
    /** The job that ended last; jobs that have not ended are left out. */
    ENDED
  }

  /**
   * The place of a job in a list.
   *
   * @param ended when it ended; only in lists by end
   */
  public record Place(UUID id, Optional<Instant> ended) {

    /** A place in a list by creation. */
    public static Place of(UUID id) {
      return new Place(id, Optional.empty());
    }
  }

  /** The place of a job in a list of this order. */
  public Place place(JobSummary job) {
    return switch (order) {
      case CREATED -> Place.of(job.job().id());
      case ENDED -> new Place(job.job().id(), Optional.ofNullable(job.job().endedAt()));
    };
  }
}
