package dev.errand.store.failures;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Failed jobs in groups, the largest first.
 *
 * @param jobs how many failed
 * @param more whether there may be older ones, which are not in the groups
 */
public record Failures(List<Group> groups, int jobs, boolean more) {

  public Failures {
    groups = List.copyOf(groups);
  }

  /**
   * Jobs that failed in the same way.
   *
   * @param errorType a {@link dev.errand.job.Failure.Type} in lower case
   * @param httpStatus the provider's; null if there was none
   * @param message the beginning of their messages, with # for each word that has a digit
   * @param first when the first one ended
   * @param last when the last one ended
   * @param newest the ids of the last ones
   */
  public record Group(
      String lane,
      String model,
      String errorType,
      @Nullable Integer httpStatus,
      String message,
      int jobs,
      Instant first,
      Instant last,
      List<UUID> newest,
      Since since) {

    public Group {
      newest = List.copyOf(newest);
    }
  }

  /** Whether a job of a group's lane and model has succeeded since the last one failed. */
  public enum Since {
    /** It works again. */
    SUCCEEDED,
    /** None of those that have ended since has succeeded, if any has ended at all. */
    NOT_SUCCEEDED,
    /** Too many jobs have ended since to look at all of them. */
    UNKNOWN
  }
}
