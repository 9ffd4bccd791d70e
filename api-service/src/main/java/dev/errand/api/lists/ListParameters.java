package dev.errand.api.lists;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import dev.errand.job.JobState;
import dev.errand.store.read.JobFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the query of {@code GET /v1/jobs}, and collects all of its errors. */
final class ListParameters {

  private static final String METADATA = "metadata.";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final Set<JobState> states = EnumSet.noneOf(JobState.class);
  private final Map<String, String> metadata = new HashMap<>();
  private Optional<String> lane = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<UUID> after = Optional.empty();
  private int limit = DEFAULT_LIMIT;

  private ListParameters() {}

  /** A requested list. */
  record ListQuery(JobFilter filter, Optional<UUID> after, int limit) {}

  /** The requested list; throws a problem if the query is invalid. */
  static ListQuery read(Map<String, List<String>> query) {
    ListParameters parameters = new ListParameters();
    query.forEach(parameters::read);
    return parameters.checked();
  }

  private void read(String name, List<String> values) {
    if (name.indexOf('\0') >= 0 || values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      violations.add(new Violation(name.replace("\0", ""), "must not contain a NUL character"));
    } else if (name.equals("state")) {
      values.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).forEach(this::state);
    } else if (values.size() > 1) {
      violations.add(new Violation(name, "must occur only once"));
    } else {
      single(name, values.getFirst());
    }
  }

  private void single(String name, String value) {
    switch (name) {
      case "lane" -> lane = Optional.of(value);
      case "model" -> model = Optional.of(value);
      case "limit" -> limit(value);
      case "after" -> after(value);
      default -> other(name, value);
    }
  }

  private void state(String text) {
    JobState.of(text)
        .ifPresentOrElse(
            states::add,
            () -> violations.add(new Violation("state", "must be one of: " + stateNames())));
  }

  private void limit(String text) {
    if (text.matches("[0-9]{1,4}")
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= MAX_LIMIT) {
      limit = Integer.parseInt(text);
    } else {
      violations.add(new Violation("limit", "must be from 1 to " + MAX_LIMIT));
    }
  }

  private void after(String text) {
    after = Cursor.parse(text);
    if (after.isEmpty()) {
      violations.add(new Violation("after", "must be the value of next from an earlier page"));
    }
  }

  private void other(String name, String value) {
    if (name.startsWith(METADATA) && name.length() > METADATA.length()) {
      metadata.put(name.substring(METADATA.length()), value);
    } else {
      violations.add(
          new Violation(
              name,
              "unknown parameter; supported: state, lane, model, metadata.KEY, limit, after"));
    }
  }

  private ListQuery checked() {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return new ListQuery(new JobFilter(states, lane, model, metadata), after, limit);
  }

  private static String stateNames() {
    return Arrays.stream(JobState.values()).map(JobState::text).collect(Collectors.joining(", "));
  }
}
