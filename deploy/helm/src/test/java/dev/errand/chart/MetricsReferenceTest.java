package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.chart.Metrics.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/reference/metrics.md: it has each metric, with its type, unit and labels. */
class MetricsReferenceTest {

  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(errand\\.[^`]+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]*)\\| .+ \\|$",
          Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("`([^`]+)`");

  @Test
  void theReferenceHasEachMetricOnce() {
    List<Metric> documented =
        ROW.matcher(Chart.read(Path.of("../../docs/reference/metrics.md")))
            .results()
            .map(MetricsReferenceTest::metric)
            .toList();

    assertEquals(Metrics.of("errand"), documented);
  }

  /** A gauge's unit is a part of its name in Prometheus only where the code names it. */
  private static Metric metric(MatchResult row) {
    List<String> labels =
        LABEL.matcher(row.group(4)).results().map(label -> label.group(1)).toList();
    boolean named = row.group(2).equals("gauge") && row.group(3).equals("seconds");
    return new Metric(row.group(1), row.group(2), labels, named ? "seconds" : null);
  }
}
