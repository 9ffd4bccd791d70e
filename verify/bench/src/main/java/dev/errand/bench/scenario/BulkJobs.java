package dev.errand.bench.scenario;

import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Ends;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import java.time.Duration;

/** Jobs submitted in one upload and run to their ends. */
public final class BulkJobs {

  private static final int JOBS_OF_S3 = 5_000;
  private static final int WARM_UPS = 8;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Stage stage;
  private final byte[] lines;
  private final int jobs;

  BulkJobs(Stage stage, String model, int jobs) {
    this.stage = stage;
    this.lines = Jobs.lines(model, jobs);
    this.jobs = jobs;
  }

  /** Those of S3. */
  public static BulkJobs ofS3(Stage stage) {
    return new BulkJobs(stage, "sim", JOBS_OF_S3);
  }

  /** Runs them until the services are as fast as they become. */
  public void warmUp() {
    for (int i = 0; i < WARM_UPS; i++) {
      run();
    }
  }

  /** The jobs in each second of a run. */
  public double rate() {
    return jobs / run();
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
