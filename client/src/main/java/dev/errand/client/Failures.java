package dev.errand.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Failed jobs in groups.
 *
 * @param data the largest groups, largest first
 * @param jobs how many jobs failed, those of groups that are not shown included
 * @param more whether there may be older ones that were not looked at
 */
public record Failures(
    List<Group> data, int jobs, boolean more, Instant endedAfter, Optional<Instant> endedBefore) {

  public Failures {
    data = List.copyOf(data);
  }

  /**
   * Jobs that failed in the same way.
   *
   * @param httpStatus the provider's, if there was one
   * @param message with # for each word that has a digit
   * @param newest the ids of the last three
   * @param worksAgain whether a job of this lane and model has succeeded since, if that is known
   * @param mayBeBilled whether the provider may have made answers although the jobs have none
   */
  public record Group(
      String lane,
      String model,
      String errorType,
      OptionalInt httpStatus,
      String message,
      int jobs,
      Instant firstEndedAt,
      Instant lastEndedAt,
      List<UUID> newest,
      Optional<Boolean> worksAgain,
      boolean mayBeBilled) {

    public Group {
      newest = List.copyOf(newest);
    }
  }
}
