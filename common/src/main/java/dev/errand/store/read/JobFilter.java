package dev.errand.store.read;

import dev.errand.job.JobState;
import dev.errand.store.read.Paging.Order;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which of a caller's jobs to find.
 *
 * @param states any of them; empty for all
 * @param metadata pairs that a job must contain
 * @param created when it was accepted, to the millisecond: the time in its id, which is the API
 *     service's, and not that of the commit
 * @param ended when it ended; unless always, only ended jobs match
 * @param errorType why it has no answer: a {@link dev.errand.job.Failure.Type} in lower case, or
 *     {@code cancelled} or {@code expired}
 * @param batch the batch whose line it is
 */
public record JobFilter(
    Set<JobState> states,
    Optional<String> lane,
    Optional<String> model,
    Map<String, String> metadata,
    Span created,
    Span ended,
    Optional<String> errorType,
    Optional<UUID> batch) {

  public JobFilter {
    states = Set.copyOf(states);
    metadata = Map.copyOf(metadata);
  }

  /** Whenever the jobs were made and ended, and whatever their error and batch. */
  public JobFilter(
      Set<JobState> states,
      Optional<String> lane,
      Optional<String> model,
      Map<String, String> metadata) {
    this(
        states,
        lane,
        model,
        metadata,
        Span.ALWAYS,
        Span.ALWAYS,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A span of time.
   *
   * @param from its first moment; empty if it has no beginning
   * @param to the first moment after it; empty if it has no end
   */
  public record Span(Optional<Instant> from, Optional<Instant> to) {

    /** Every time. */
    public static final Span ALWAYS = new Span(Optional.empty(), Optional.empty());

    /** Whether it is every time. */
    public boolean isAlways() {
      return from.isEmpty() && to.isEmpty();
    }
  }

  /** The same for jobs in these states alone. */
  public JobFilter in(Set<JobState> only) {
    return new JobFilter(only, lane, model, metadata, created, ended, errorType, batch);
  }

  /** The order in which they are found: jobs of a time only by their ends. */
  public Order order() {
    return ended.isAlways() ? Order.CREATED : Order.ENDED;
  }

  /** The states that jobs that match may have; none if the conditions exclude each other. */
  public Set<JobState> possible() {
    return Arrays.stream(JobState.values())
        .filter(state -> states.isEmpty() || states.contains(state))
        .filter(state -> ended.isAlways() || state.isFinal())
        .filter(state -> errorType.isEmpty() || state == failing(errorType.get()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether some states are excluded. */
  boolean hasStates() {
    return possible().size() < JobState.values().length;
  }

  /** Whether the error is one that is recorded with a result, and not a state of its own. */
  boolean needsResult() {
    return errorType.isPresent() && failing(errorType.get()) == JobState.FAILED;
  }

  /** Whether it has conditions on nothing but states, lane and creation. */
  boolean isOfStates() {
    return model.isEmpty()
        && metadata.isEmpty()
        && ended.isAlways()
        && errorType.isEmpty()
        && batch.isEmpty();
  }

  private static JobState failing(String errorType) {
    return switch (errorType) {
      case "cancelled" -> JobState.CANCELLED;
      case "expired" -> JobState.EXPIRED;
      default -> JobState.FAILED;
    };
  }
}
