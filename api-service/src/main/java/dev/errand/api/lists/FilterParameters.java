package dev.errand.api.lists;

import dev.errand.api.problem.Violation;
import dev.errand.api.submit.Rfc3339;
import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.store.batch.BatchId;
import dev.errand.store.read.JobFilter;
import dev.errand.store.read.JobFilter.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the parameters that say which jobs an operation is about, and collects all errors. */
final class FilterParameters {

  static final String CREATED_AFTER = "created_after";
  static final String CREATED_BEFORE = "created_before";
  static final String ENDED_AFTER = "ended_after";
  static final String ENDED_BEFORE = "ended_before";
  static final String LANE = "lane";
  static final String MODEL = "model";
  static final String STATE = "state";

  /** All of them, as in messages. */
  static final List<String> ALL =
      List.of(
          STATE,
          LANE,
          MODEL,
          "metadata.KEY",
          CREATED_AFTER,
          CREATED_BEFORE,
          ENDED_AFTER,
          ENDED_BEFORE,
          "error_type",
          "batch");

  private static final String METADATA = "metadata.";

  private final List<Violation> violations;
  private final Set<JobState> states = EnumSet.noneOf(JobState.class);
  private final Map<String, String> metadata = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Instant> times = new HashMap<>();
  private Optional<String> errorType = Optional.empty();
  private Optional<UUID> batch = Optional.empty();

  FilterParameters(List<Violation> violations) {
    this.violations = violations;
  }

  /** Reads one value of a parameter; returns whether it is known. */
  boolean read(String name, String value) {
    switch (name) {
      case STATE -> Arrays.stream(value.split(",", -1)).forEach(this::state);
      case LANE, MODEL -> texts.put(name, value);
      case CREATED_AFTER, CREATED_BEFORE, ENDED_AFTER, ENDED_BEFORE -> time(name, value);
      case "error_type" -> errorType(value);
      case "batch" -> batch(value);
      default -> {
        return metadata(name, value);
      }
    }
    return true;
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  Optional<Instant> time(String name) {
    return Optional.ofNullable(times.get(name));
  }

  JobFilter filter() {
    return new JobFilter(
        states,
        text(LANE),
        text(MODEL),
        metadata,
        new Span(time(CREATED_AFTER), time(CREATED_BEFORE)),
        new Span(time(ENDED_AFTER), time(ENDED_BEFORE)),
        errorType,
        batch);
  }

  /** The same jobs, as far as they have ended. */
  JobFilter ofEnded() {
    Set<JobState> ended =
        Arrays.stream(JobState.values())
            .filter(JobState::isFinal)
            .filter(state -> states.isEmpty() || states.contains(state))
            .collect(Collectors.toSet());
    if (ended.isEmpty()) {
      violations.add(new Violation(STATE, "must be a final state: results are of ended jobs"));
    }
    states.clear();
    states.addAll(ended);
    return filter();
  }

  private void state(String text) {
    JobState.of(text)
        .ifPresentOrElse(
            states::add,
            () -> violations.add(new Violation(STATE, "must be one of: " + stateNames())));
  }

  private void time(String name, String text) {
    Rfc3339.parse(text)
        .ifPresentOrElse(
            time -> times.put(name, time),
            () ->
                violations.add(
                    new Violation(name, "must be an RFC 3339 time such as 2026-01-05T09:30:00Z")));
  }

  private void errorType(String text) {
    errorType = Optional.of(text);
    if (errorTypes().noneMatch(text::equals)) {
      String names = errorTypes().collect(Collectors.joining(", "));
      violations.add(new Violation("error_type", "must be one of: " + names));
    }
  }

  private void batch(String text) {
    batch = BatchId.parse(text);
    if (batch.isEmpty()) {
      violations.add(
          new Violation("batch", "must be the id of a batch, such as POST /v1/batches returns"));
    }
  }

  private boolean metadata(String name, String value) {
    boolean isPair = name.startsWith(METADATA) && name.length() > METADATA.length();
    if (isPair) {
      metadata.put(name.substring(METADATA.length()), value);
    }
    return isPair;
  }

  private static Stream<String> errorTypes() {
    return Stream.concat(
        Arrays.stream(Failure.Type.values()).map(Failure.Type::text),
        Stream.of("cancelled", "expired"));
  }

  private static String stateNames() {
    return Arrays.stream(JobState.values()).map(JobState::text).collect(Collectors.joining(", "));
  }
}
