package dev.errand.api.lanes;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import dev.errand.api.submit.Rfc3339;
import dev.errand.store.depth.DepthFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the query of the depth of lanes, and collects all of its errors. */
final class DepthParameters {

  static final String AFTER = "after";
  static final String BEFORE = "before";
  static final String TENANT = "tenant";
  static final String LANE = "lane";

  private static final List<String> SUPPORTED = List.of(AFTER, BEFORE, TENANT, LANE);

  /** Unless the query says it, the depth of this time is shown. */
  private static final Duration RECENTLY = Duration.ofHours(24);

  /** Errand is younger, and Postgres knows no later ones. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();

  private DepthParameters() {}

  /**
   * What is asked for.
   *
   * @param after as in the query; the filter may begin later
   */
  record DepthQuery(DepthFilter filter, Instant after) {}

  /** The requested depth; throws a problem if the query is invalid. */
  static DepthQuery read(Map<String, List<String>> query, Instant now) {
    DepthParameters parameters = new DepthParameters();
    query.forEach(parameters::read);
    Instant before = parameters.time(BEFORE).orElse(now);
    Instant after = parameters.time(AFTER).orElse(before.minus(RECENTLY));
    if (parameters.violations.isEmpty() && !after.isBefore(before)) {
      parameters.violations.add(new Violation(AFTER, "must be earlier than " + before));
    }
    if (!parameters.violations.isEmpty()) {
      throw ProblemException.invalid(parameters.violations);
    }
    return new DepthQuery(
        DepthFilter.of(parameters.text(TENANT), parameters.text(LANE), after, before), after);
  }

  private void read(String name, List<String> given) {
    if (name.indexOf('\0') >= 0 || given.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      violations.add(new Violation(name.replace("\0", ""), "must not contain a NUL character"));
    } else if (!SUPPORTED.contains(name)) {
      violations.add(
          new Violation(name, "unknown parameter; supported: " + String.join(", ", SUPPORTED)));
    } else if (given.size() > 1) {
      violations.add(new Violation(name, "must occur only once"));
    } else {
      values.put(name, given.getFirst());
    }
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private Optional<Instant> time(String name) {
    Optional<Instant> time =
        text(name)
            .flatMap(Rfc3339::parse)
            .filter(found -> found.isAfter(FIRST) && found.isBefore(LAST));
    if (values.containsKey(name) && time.isEmpty()) {
      violations.add(new Violation(name, "must be an RFC 3339 time such as 2026-01-05T09:00:00Z"));
    }
    return time;
  }
}
