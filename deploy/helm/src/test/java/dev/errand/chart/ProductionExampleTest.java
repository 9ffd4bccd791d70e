package dev.errand.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProductionExampleTest {

  private static final Path EXAMPLE = Path.of("../../docs/examples/kubernetes/production.yaml");
  private static final String HEADING =
      "# Rendered by the chart from production-values.yaml, including hooks. A test compares them;"
          + " this writes it again:\n"
          + "#   mvn test -pl deploy/helm -am -Dtest=ProductionExampleTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Derrand.write\n";

  @Test
  void theExampleIsTheChartsOutput() throws IOException {
    String made = HEADING + Chart.text(Variation.production().values());
    if (System.getProperty("errand.write") != null) {
      Files.writeString(EXAMPLE, made);
    }

    assertEquals(Files.readString(EXAMPLE), made);
  }
}
