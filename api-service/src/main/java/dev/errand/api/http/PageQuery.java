package dev.errand.api.http;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query of a list that is sorted by a text and filtered by equality.
 *
 * @param filters the given ones of those that the list knows
 * @param after where the page before ended
 * @param limit maximum number of elements on the page
 */
public record PageQuery(Map<String, String> filters, Optional<String> after, int limit) {

  private static final String LIMIT = "limit";
  private static final String AFTER = "after";
  private static final Sizes SIZES = new Sizes(20, 100);

  public PageQuery {
    filters = Map.copyOf(filters);
  }

  /**
   * How many elements a page has.
   *
   * @param standard if the query does not say it
   * @param most what it may say
   */
  public record Sizes(int standard, int most) {}

  /** Reads a query of a list with pages of the usual sizes. */
  public static PageQuery read(Map<String, List<String>> query, Set<String> known) {
    return read(query, known, SIZES);
  }

  /**
   * Reads a query.
   *
   * @param known the filters of the list
   * @throws ProblemException if it is not valid; it lists everything that is wrong
   */
  public static PageQuery read(Map<String, List<String>> query, Set<String> known, Sizes sizes) {
    Map<String, String> given = new HashMap<>();
    List<Violation> violations = new ArrayList<>();
    query.forEach(
        (name, values) -> {
          if (!known.contains(name) && !name.equals(LIMIT) && !name.equals(AFTER)) {
            violations.add(new Violation(name.replace("\0", ""), unknown(known)));
          } else if (values.size() > 1) {
            violations.add(new Violation(name, "must occur only once"));
          } else if (values.getFirst().indexOf('\0') >= 0) {
            violations.add(new Violation(name, "must not contain a NUL character"));
          } else {
            given.put(name, values.getFirst());
          }
        });
    int limit = limit(given.remove(LIMIT), sizes, violations);
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    Optional<String> after = Optional.ofNullable(given.remove(AFTER));
    return new PageQuery(given, after, limit);
  }

  /** The value of a filter, if it is given. */
  public Optional<String> filter(String name) {
    return Optional.ofNullable(filters.get(name));
  }

  /** The elements that fit on the page, of those found, one more of which were looked for. */
  public <T> List<T> page(List<T> found) {
    return found.size() > limit ? found.subList(0, limit) : found;
  }

  private static int limit(@Nullable String text, Sizes sizes, List<Violation> violations) {
    if (text == null) {
      return sizes.standard();
    }
    int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > sizes.most()) {
      violations.add(new Violation(LIMIT, "must be from 1 to " + sizes.most()));
    }
    return limit;
  }

  private static String unknown(Set<String> known) {
    Set<String> all = new TreeSet<>(known);
    all.add(LIMIT);
    all.add(AFTER);
    return "unknown parameter; supported: " + String.join(", ", all);
  }
}
