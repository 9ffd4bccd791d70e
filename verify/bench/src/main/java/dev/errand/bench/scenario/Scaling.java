package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S11: how many one-second calls a number of workers complete, compared with the ideal. */
public final class Scaling implements Scenario {

  private static final int SLOTS = 50;
  private static final List<Integer> WORKERS = List.of(1, 2, 4, 8);
  private static final String MODEL = "sim-latency-1s";
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double SHARE = 0.95;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    List<Finding> findings = new ArrayList<>();
    for (int workers : WORKERS) {
      findings.add(measure(stage, workers, runs));
    }
    return findings;
  }

  private static Finding measure(Stage stage, int workers, int runs) {
    for (int i = 0; i < workers; i++) {
      stage.startWorker(List.of(), List.of("errand.worker.concurrency=" + SLOTS));
    }
    int ideal = workers * SLOTS;
    long seconds = FIRST.plus(WINDOW.multipliedBy(runs)).plus(FIRST).toSeconds();
    Jobs.upload(stage, Jobs.lines(MODEL, (int) (ideal * seconds)));
    Waiting.pause(FIRST);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      rates.add(rate(stage));
    }
    stage.stopWorkers();
    stage.clear();
    Runs perSecond = new Runs(rates);
    double share = perSecond.median() / ideal;
    return new Finding(
        "S11 x " + workers,
        "%d workers x %d slots, 1 s calls >= %.2f x ideal".formatted(workers, SLOTS, SHARE),
        perSecond.text("%.1f") + " jobs/s",
        "ideal %d jobs/s".formatted(ideal),
        share,
        Verdict.of(share >= SHARE),
        Map.of("per_second", perSecond.median(), "ideal_per_second", (double) ideal));
  }

  private static double rate(Stage stage) {
    long before = stage.database().succeeded();
    long began = System.nanoTime();
    Waiting.pause(WINDOW);
    return (stage.database().succeeded() - before) / Clocks.secondsSince(began);
  }
}
