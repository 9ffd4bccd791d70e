package dev.errand.bench.scenario;

import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Ends;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import java.time.Duration;

/** Jobs submitted in one upload and run to their ends. */
final class BulkJobs {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stage stage;
  private final byte[] lines;
  private final int jobs;

  BulkJobs(Stage stage, String model, int jobs) {
    this.stage = stage;
    this.lines = Jobs.lines(model, jobs);
    this.jobs = jobs;
  }

  /**
   * The time from the first submission to the last stored answer, in seconds; then deletes the
   * jobs.
   */
  double run() {
    double took = leave();
    stage.clear();
    return took;
  }

  /** The same, but keeps the jobs in the database. */
  double leave() {
    double took = submitAndAwait();
    long succeeded = stage.database().succeeded();
    if (succeeded != jobs) {
      throw new IllegalStateException("%d of %d jobs succeeded".formatted(succeeded, jobs));
    }
    return took;
  }

  private double submitAndAwait() {
    try (Ends ends = new Ends(stage.database())) {
      long began = System.nanoTime();
      Jobs.upload(stage, lines);
      ends.await(jobs, PATIENCE);
      return Clocks.secondsSince(began);
    }
  }
}
