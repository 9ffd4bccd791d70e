package dev.errand.chart;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errand's metrics and those in metrics.yaml, with their names in Micrometer and Prometheus. */
final class Metrics {

  private static final Pattern SAMPLE =
      Pattern.compile("^(\\w+)(?:\\{([^}]*)})? \\S+", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  private Metrics() {}

  /** A metric of another product. */
  record Metric(String name, String kind, List<String> labels, String unit) {

    static Metric of(JsonNode node) {
      List<String> labels = new ArrayList<>();
      node.path("labels").forEach(label -> labels.add(label.asText()));
      return new Metric(
          node.path("name").asText(),
          node.path("kind").asText(),
          labels,
          node.path("unit").asText(null));
    }

    private void register(PrometheusMeterRegistry registry) {
      List<Tag> tags = labels.stream().map(label -> Tag.of(label, "x")).toList();
      switch (kind) {
        case "counter" -> Counter.builder(name).tags(tags).register(registry);
        case "timer" -> Timer.builder(name).tags(tags).register(registry);
        case "gauge" -> Gauge.builder(name, () -> 1).tags(tags).baseUnit(unit).register(registry);
        default -> throw new IllegalArgumentException("no kind of metrics: " + kind);
      }
    }
  }

  /** The metrics of a part of the list: quarkus, rabbitmq or prometheus. */
  static List<Metric> of(String part) {
    JsonNode list = Yaml.read(Chart.read(Path.of("src/test/resources/metrics.yaml")));
    List<Metric> metrics = new ArrayList<>();
    list.required(part).forEach(node -> metrics.add(Metric.of(node)));
    return metrics;
  }

  /** All names in Prometheus, each with its labels. */
  static Map<String, Set<String>> exposed() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List.of("quarkus", "rabbitmq", "prometheus")
        .forEach(part -> of(part).forEach(metric -> metric.register(registry)));
    Arrays.stream(dev.errand.telemetry.Metric.values()).forEach(own -> register(own, registry));
    return samples(registry.scrape());
  }

  /** Named as the services do it. */
  private static void register(
      dev.errand.telemetry.Metric metric, PrometheusMeterRegistry registry) {
    String[] values = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER -> metric.counter(registry, values);
      case TIMER -> metric.timer(registry, values);
      case GAUGE -> metric.gauge(registry, () -> 1, values);
    }
  }

  /** The names that a service exposes to Prometheus, each with its labels. */
  static Map<String, Set<String>> samples(String scraped) {
    Map<String, Set<String>> names = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(scraped);
    while (sample.find()) {
      Set<String> labels = names.computeIfAbsent(sample.group(1), _ -> new TreeSet<>());
      if (sample.group(2) != null) {
        LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
    }
    return names;
  }
}
