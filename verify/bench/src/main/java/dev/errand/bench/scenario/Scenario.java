package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.stage.Stage;
import java.util.List;

/** One measured scenario. */
public interface Scenario {

  /** Starts what it needs on the stage, warms up, and measures. */
  List<Finding> measure(Stage stage, int runs);
}
