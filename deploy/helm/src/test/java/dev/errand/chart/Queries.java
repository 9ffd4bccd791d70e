package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Outcome;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks of a PromQL expression without a Prometheus. */
final class Queries {

  private static final Pattern SELECTOR = Pattern.compile("\\b([a-z_]\\w*)\\{([^}]*)}");
  private static final Pattern NAME = Pattern.compile("\\b((?:errand|http|jvm|process)_\\w+)");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern RATED =
      Pattern.compile("\\b(?:rate|increase)\\(\\s*(\\w+)\\{[^}]*}\\[");

  /** Labels that Prometheus and the chart's ServiceMonitors add. */
  private static final Set<String> OF_TARGETS =
      Set.of("namespace", "job", "instance", "pod", "pool");

  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "outcome",
          Stream.concat(Arrays.stream(Outcome.values()).map(Outcome::text), Stream.of("stale"))
              .collect(Collectors.toSet()),
          "move",
          Set.of("due", "reclaimed", "expired"),
          "direction",
          Set.of("input", "output"));

  private Queries() {}

  static void check(String query) {
    Map<String, Set<String>> metrics = Metrics.exposed();
    List<MatchResult> selectors = SELECTOR.matcher(query).results().toList();
    assertFalse(selectors.isEmpty(), query);
    Set<String> labels = new HashSet<>(OF_TARGETS);
    for (MatchResult selector : selectors) {
      String metric = selector.group(1);
      assertTrue(metrics.containsKey(metric), () -> "there is no metric " + metric);
      labels.addAll(metrics.get(metric));
      checkMatchers(selector.group(2), metrics.get(metric), query);
    }
    checkAllNamesHaveSelectors(query, selectors);
    checkGroupings(query, labels);
    checkRates(query);
    assertEquals(
        query.chars().filter(c -> c == '(').count(), query.chars().filter(c -> c == ')').count());
  }

  private static void checkMatchers(String matchers, Set<String> labels, String query) {
    MATCHER
        .matcher(matchers)
        .results()
        .forEach(
            matcher -> {
              String label = matcher.group(1);
              assertTrue(
                  labels.contains(label) || OF_TARGETS.contains(label),
                  () -> "no label " + label + " in " + query);
              if (VALUES.containsKey(label)) {
                List<String> values = List.of(matcher.group(2).split("\\|"));
                assertTrue(VALUES.get(label).containsAll(values), query);
              }
            });
  }

  private static void checkAllNamesHaveSelectors(String query, List<MatchResult> selectors) {
    Set<String> selected = selectors.stream().map(it -> it.group(1)).collect(Collectors.toSet());
    NAME.matcher(query)
        .results()
        .map(MatchResult::group)
        .filter(name -> !query.contains("\"" + name))
        .forEach(name -> assertTrue(selected.contains(name), () -> name + " has no selector"));
  }

  private static void checkGroupings(String query, Set<String> labels) {
    GROUPING
        .matcher(query)
        .results()
        .flatMap(grouping -> Stream.of(grouping.group(1).split(",\\s*")))
        .forEach(label -> assertTrue(labels.contains(label), () -> "no label " + label));
  }

  private static void checkRates(String query) {
    RATED
        .matcher(query)
        .results()
        .forEach(
            rated ->
                assertTrue(
                    rated.group(1).matches(".*_(total|count|sum|bucket)"),
                    () -> rated.group(1) + " is no counter"));
  }
}
