package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.telemetry.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table in docs/reference/metrics.md must equal the catalogue, except that words may be
 * formatted as code.
 */
class MetricsReferenceTest {

  @Test
  void theReferenceIsTheCatalogue() {
    List<String> documented =
        Chart.read(Path.of("../../docs/reference/metrics.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(MetricsReferenceTest::plain)
            .toList();

    assertEquals(
        Arrays.stream(Metric.values()).map(MetricsReferenceTest::row).toList(), documented);
  }

  private static String row(Metric metric) {
    String labels = metric.labels().stream().collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            metric.text(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            labels,
            metric.meaning())
        .replace("|  |", "| |");
  }

  private static String plain(String line) {
    return line.replace("`", "");
  }
}
