package dev.errand.api.usage;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import dev.errand.api.submit.Rfc3339;
import dev.errand.store.usage.Dimension;
import dev.errand.store.usage.UsageFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the query of usage, and collects all of its errors. */
public final class UsageParameters {

  static final String BY = "by";
  static final String AFTER = "after";
  static final String BEFORE = "before";
  static final String TENANT = "tenant";
  static final String KEY = "key";
  static final String LANE = "lane";
  static final String MODEL = "model";

  /** Unless the query says it, the usage of this time is summed. */
  private static final Duration RECENTLY = Duration.ofHours(24);

  private static final List<String> SUPPORTED =
      List.of(BY, AFTER, BEFORE, TENANT, KEY, LANE, MODEL);

  /** Errand is younger, and Postgres knows no later ones. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, String> values = new HashMap<>();
  private final Set<Dimension> by = EnumSet.noneOf(Dimension.class);

  private UsageParameters() {}

  /**
   * What is asked for.
   *
   * @param by what the usage is to be grouped by
   */
  public record UsageQuery(UsageFilter filter, Set<Dimension> by) {

    public UsageQuery {
      by = Set.copyOf(by);
    }
  }

  /** The requested usage; throws a problem if the query is invalid. */
  public static UsageQuery read(Map<String, List<String>> query, Instant now) {
    UsageParameters parameters = new UsageParameters();
    query.forEach(parameters::read);
    UsageQuery asked = new UsageQuery(parameters.filter(now), parameters.by);
    if (!parameters.violations.isEmpty()) {
      throw ProblemException.invalid(parameters.violations);
    }
    return asked;
  }

  private void read(String name, List<String> given) {
    if (name.indexOf('\0') >= 0 || given.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      violations.add(new Violation(name.replace("\0", ""), "must not contain a NUL character"));
    } else if (!SUPPORTED.contains(name)) {
      violations.add(
          new Violation(name, "unknown parameter; supported: " + String.join(", ", SUPPORTED)));
    } else if (name.equals(BY)) {
      given.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).forEach(this::dimension);
    } else if (given.size() > 1) {
      violations.add(new Violation(name, "must occur only once"));
    } else {
      values.put(name, given.getFirst());
    }
  }

  private void dimension(String text) {
    Optional<Dimension> dimension = Dimension.of(text);
    if (dimension.isEmpty()) {
      violations.add(new Violation(BY, "must be some of: " + names()));
    } else if (dimension.get().isTime() && by.stream().anyMatch(Dimension::isTime)) {
      violations.add(new Violation(BY, "must have only one of: hour, day"));
    } else {
      by.add(dimension.get());
    }
  }

  private UsageFilter filter(Instant now) {
    return new UsageFilter(
        value(TENANT),
        value(KEY),
        value(LANE),
        value(MODEL),
        time(AFTER).orElse(now.minus(RECENTLY)).truncatedTo(ChronoUnit.HOURS),
        time(BEFORE).map(UsageParameters::roundedUp));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private Optional<Instant> time(String name) {
    Optional<Instant> time =
        value(name)
            .flatMap(Rfc3339::parse)
            .filter(found -> found.isAfter(FIRST) && found.isBefore(LAST));
    if (values.containsKey(name) && time.isEmpty()) {
      violations.add(new Violation(name, "must be an RFC 3339 time such as 2026-01-05T09:00:00Z"));
    }
    return time;
  }

  private static Instant roundedUp(Instant time) {
    Instant hour = time.truncatedTo(ChronoUnit.HOURS);
    return hour.equals(time) ? hour : hour.plus(Duration.ofHours(1));
  }

  private static String names() {
    return Arrays.stream(Dimension.values()).map(Dimension::text).collect(Collectors.joining(", "));
  }
}
