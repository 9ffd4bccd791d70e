package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.chart.Metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of metrics is that of the code. */
class MetricsTest {

  private static final Pattern REGISTERED =
      Pattern.compile(
          "(Counter|Gauge|Timer)\\.builder\\(\\s*\"(errand\\.[^\"]+)\""
              + "|\\.\\s*(counter|gauge|gaugeMapSize|timer)\\(\\s*\"(errand\\.[^\"]+)\"");

  @Test
  void theListHasWhatTheCodeRegisters() throws IOException {
    Map<String, String> kinds = new TreeMap<>();
    for (String source : sources()) {
      REGISTERED
          .matcher(source)
          .results()
          .forEach(found -> kinds.put(first(found, 2, 4), kind(first(found, 1, 3))));
    }

    assertEquals(
        Metrics.of("errand").stream()
            .collect(Collectors.toMap(Metric::name, Metric::kind, (a, _) -> a, TreeMap::new)),
        kinds);
  }

  @Test
  void labelsStandBesideTheirMetrics() throws IOException {
    List<String> sources = sources();
    for (Metric metric : Metrics.of("errand")) {
      String source =
          sources.stream()
              .filter(it -> it.contains('"' + metric.name() + '"'))
              .findFirst()
              .orElseThrow();
      metric
          .labels()
          .forEach(
              label ->
                  assertTrue(
                      source.contains('"' + label + '"'),
                      () -> metric.name() + " has no " + label));
    }
  }

  @Test
  void prometheusGetsTheNamesThatItsConventionsAskFor() {
    Map<String, ?> names = Metrics.exposed();

    Stream.of(
            "errand_attempts_seconds_count",
            "errand_attempts_seconds_sum",
            "errand_attempts_seconds_max",
            "errand_jobs_submitted_total",
            "errand_hints_topped_up_total",
            "errand_lane_held_back",
            "http_server_requests_seconds_count",
            "jvm_memory_used_bytes")
        .forEach(
            name -> assertTrue(names.containsKey(name), name + " is not of " + names.keySet()));
  }

  private static List<String> sources() throws IOException {
    List<String> all = new ArrayList<>();
    for (String module : List.of("common", "api-service", "worker-service")) {
      try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).map(Chart::read).forEach(all::add);
      }
    }
    return all;
  }

  private static String first(MatchResult found, int one, int other) {
    return found.group(one) == null ? found.group(other) : found.group(one);
  }

  private static String kind(String method) {
    return switch (method) {
      case "Counter", "counter" -> "counter";
      case "Timer", "timer" -> "timer";
      default -> "gauge";
    };
  }
}
