package dev.errand.api.lists;

import dev.errand.api.jobs.Include;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import dev.errand.store.failures.FailureFilter;
import dev.errand.store.read.JobFilter;
import dev.errand.store.read.Paging;
import dev.errand.store.read.Paging.Order;
import dev.errand.store.read.Paging.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads the query of an operation on many jobs, and collects all of its errors. */
public final class ListParameters {

  /** Unless the query says it, failures of this time are shown. */
  static final Duration RECENTLY = Duration.ofHours(24);

  private static final String SORT = "sort";
  private static final String INCLUDE = "include";
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";

  /** What may be repeated, or have several values with commas between them. */
  private static final Set<String> SEVERAL = Set.of(FilterParameters.STATE, INCLUDE);

  private static final List<String> FAILURES =
      List.of(
          FilterParameters.LANE,
          FilterParameters.MODEL,
          FilterParameters.ENDED_AFTER,
          FilterParameters.ENDED_BEFORE);

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final FilterParameters filter = new FilterParameters(violations);
  private final Map<String, String> others = new HashMap<>();
  private final Set<Include> includes = EnumSet.noneOf(Include.class);
  private final List<String> supported;

  private ListParameters(List<String> supported) {
    this.supported = supported;
  }

  /**
   * A requested list.
   *
   * @param include what to show of each job
   */
  public record ListQuery(JobFilter filter, Paging paging, Set<Include> include) {

    public ListQuery {
      include = Set.copyOf(include);
    }

    /** Another part of the same list. */
    ListQuery after(Optional<Place> place) {
      return new ListQuery(filter, new Paging(paging.order(), place, paging.limit()), include);
    }
  }

  /** The requested list; throws a problem if the query is invalid. */
  public static ListQuery list(Map<String, List<String>> query) {
    ListParameters parameters = read(query, with(SORT, INCLUDE, LIMIT, AFTER));
    return parameters.checked(parameters.query(parameters.filter.filter()));
  }

  /** The jobs whose results are requested, in pages of the greatest size. */
  static ListQuery results(Map<String, List<String>> query) {
    ListParameters parameters = read(query, with(SORT, INCLUDE, AFTER));
    parameters.others.put(LIMIT, String.valueOf(MAX_LIMIT));
    parameters.includes.addAll(EnumSet.of(Include.OUTPUT_TEXT, Include.USAGE));
    return parameters.checked(parameters.query(parameters.filter.ofEnded()));
  }

  /** The jobs that are to be counted. */
  public static JobFilter counts(Map<String, List<String>> query) {
    ListParameters parameters = read(query, with());
    return parameters.checked(parameters.filter.filter());
  }

  /** The failed jobs that are to be grouped. */
  public static FailureFilter failures(Map<String, List<String>> query, Instant now) {
    ListParameters parameters = read(query, FAILURES);
    FilterParameters filter = parameters.filter;
    return parameters.checked(
        new FailureFilter(
            filter.time(FilterParameters.ENDED_AFTER).orElse(now.minus(RECENTLY)),
            filter.time(FilterParameters.ENDED_BEFORE),
            filter.text(FilterParameters.LANE),
            filter.text(FilterParameters.MODEL)));
  }

  /**
   * The filter in parameters that are not those of a list.
   *
   * @param wrong gets everything that is wrong
   */
  public static JobFilter filter(Map<String, List<String>> filter, Consumer<Violation> wrong) {
    ListParameters parameters = read(filter, with());
    parameters.violations.forEach(wrong);
    return parameters.filter.filter();
  }

  private static List<String> with(String... others) {
    return Stream.concat(FilterParameters.ALL.stream(), Arrays.stream(others)).toList();
  }

  private static ListParameters read(Map<String, List<String>> query, List<String> supported) {
    ListParameters parameters = new ListParameters(supported);
    query.forEach(parameters::read);
    return parameters;
  }

  private void read(String name, List<String> values) {
    if (name.indexOf('\0') >= 0 || values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
      violations.add(new Violation(name.replace("\0", ""), "must not contain a NUL character"));
    } else if (values.size() > 1 && !SEVERAL.contains(name)) {
      violations.add(new Violation(name, "must occur only once"));
    } else {
      values.forEach(value -> single(name, value));
    }
  }

  private void single(String name, String value) {
    String kind = name.startsWith("metadata.") ? "metadata.KEY" : name;
    if (!supported.contains(kind)) {
      unknown(name);
    } else if (name.equals(INCLUDE)) {
      Arrays.stream(value.split(",", -1)).forEach(this::include);
    } else if (FilterParameters.ALL.contains(kind)) {
      if (!filter.read(name, value)) {
        unknown(name);
      }
    } else {
      others.put(name, value);
    }
  }

  private void unknown(String name) {
    violations.add(
        new Violation(name, "unknown parameter; supported: " + String.join(", ", supported)));
  }

  private void include(String text) {
    Include.of(text)
        .ifPresentOrElse(
            includes::add,
            () -> violations.add(new Violation(INCLUDE, "must be some of: " + Include.names())));
  }

  private ListQuery query(JobFilter jobs) {
    Order order = order(jobs.order());
    return new ListQuery(jobs, new Paging(order, after(order), limit()), includes);
  }

  private int limit() {
    String text = others.getOrDefault(LIMIT, String.valueOf(DEFAULT_LIMIT));
    int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX_LIMIT) {
      violations.add(new Violation(LIMIT, "must be from 1 to " + MAX_LIMIT));
    }
    return limit;
  }

  /** The jobs of a time are found in the order of their ends only. */
  private Order order(Order natural) {
    String standard = natural == Order.ENDED ? "ended_at" : "created_at";
    return switch (others.getOrDefault(SORT, standard)) {
      case "ended_at" -> Order.ENDED;
      case "created_at" -> {
        if (natural == Order.ENDED) {
          violations.add(new Violation(SORT, "must be ended_at with ended_after or ended_before"));
        }
        yield Order.CREATED;
      }
      default -> {
        violations.add(new Violation(SORT, "must be created_at or ended_at"));
        yield Order.CREATED;
      }
    };
  }

  private Optional<Place> after(Order order) {
    Optional<Place> place =
        Optional.ofNullable(others.get(AFTER))
            .flatMap(Cursor::parse)
            .filter(found -> found.ended().isPresent() == (order == Order.ENDED));
    if (others.containsKey(AFTER) && place.isEmpty()) {
      violations.add(
          new Violation(AFTER, "must be the value of next from an earlier page of the same list"));
    }
    return place;
  }

  private <T> T checked(T query) {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    return query;
  }
}
