package dev.errand.bench;

import java.util.List;

/** One measured kind of work. */
interface Scenario {

  /** Starts what it needs on the stage, warms up, and measures. */
  List<Finding> measure(Stage stage, int runs);
}
