package dev.errand.api.submit;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query, read by name, with all of their errors. */
public final class QueryFields {

  /** Errand is younger, and Postgres knows no later ones. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final List<String> supported;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();

  /** None yet, of those that are supported. */
  public QueryFields(List<String> supported) {
    this.supported = List.copyOf(supported);
  }

  /** Reads a parameter that may occur once. */
  public void read(String name, List<String> given) {
    if (!accepts(name, given)) {
      return;
    }
    if (given.size() > 1) {
      reject(name, "must occur only once");
    } else {
      values.put(name, given.getFirst());
    }
  }

  /** Whether the parameter is supported, and its values can be stored. */
  public boolean accepts(String name, List<String> given) {
    if (name.indexOf('\0') >= 0 || given.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      reject(name.replace("\0", ""), "must not contain a NUL character");
      return false;
    }
    if (!supported.contains(name)) {
      reject(name, "unknown parameter; supported: " + String.join(", ", supported));
      return false;
    }
    return true;
  }

  /** Notes an error of a parameter. */
  public void reject(String name, String why) {
    violations.add(new Violation(name, why));
  }

  /** Whether there is no error so far. */
  public boolean areValid() {
    return violations.isEmpty();
  }

  /** Throws a problem with all errors, if there are any. */
  public void check() {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
  }

  /** The value of a parameter, or empty. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The time of a parameter; empty if it is absent or wrong, which is noted. */
  public Optional<Instant> time(String name) {
    Optional<Instant> time =
        text(name)
            .flatMap(Rfc3339::parse)
            .filter(found -> found.isAfter(FIRST) && found.isBefore(LAST));
    if (values.containsKey(name) && time.isEmpty()) {
      reject(name, "must be an RFC 3339 time such as 2026-01-05T09:00:00Z");
    }
    return time;
  }
}
