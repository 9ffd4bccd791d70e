package dev.errand.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A move of all jobs that matched a filter when it was created.
 *
 * @param priority what its jobs get; empty unless it reprioritises
 * @param filter the parameters of {@code GET /v1/jobs}
 * @param jobs how many jobs matched
 * @param done how many jobs it has moved
 */
public record Operation(
    UUID id,
    Action action,
    OptionalInt priority,
    Map<String, List<String>> filter,
    String reason,
    String createdBy,
    Instant createdAt,
    State state,
    int jobs,
    int expected,
    int done,
    Optional<Instant> endedAt) {

  public Operation {
    filter = Map.copyOf(filter);
  }

  /** What it does with its jobs. */
  public enum Action {
    RETRY,
    CANCEL,
    DELETE,
    REPRIORITISE,
    /** An action that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /** Whether it is under way. */
  public enum State {
    RUNNING,
    COMPLETED,
    STOPPED,
    /** A state that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /**
   * What an operation would move.
   *
   * @param more whether there may be more jobs than were counted
   */
  public record Preview(
      Action action,
      Map<String, List<String>> filter,
      int jobs,
      boolean more,
      Map<String, Integer> byState) {
    public Preview {
      filter = Map.copyOf(filter);
      byState = Map.copyOf(byState);
    }
  }

  /** The response that lists operations. */
  record Page(List<Operation> data, Optional<String> next) {}
}
