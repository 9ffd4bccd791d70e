package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S2: one upload of 100,000 lines. */
public final class SubmitInBulk implements Scenario {

  private static final int LINES = 100_000;
  private static final double PER_SECOND = 25_000;
  private static final double RATIO = 4;
  private static final double MEGABYTES = 100;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    ServiceProcess api = stage.freshApi();
    byte[] lines = Jobs.lines(Stage.PARKED, LINES);
    Baseline baseline = new Baseline(stage.database());
    double idle = megabytes(Meter.residentBytes(api.pid()));
    run(stage, lines);
    List<Double> rates = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      limits.add(baseline.inserts(4));
      rates.add(run(stage, lines));
      ratios.add(rates.getLast() / limits.getLast());
    }
    double peak = megabytes(Meter.peakResidentBytes(api.pid()));
    return List.of(finding(new Runs(rates), new Runs(limits), new Runs(ratios), idle, peak));
  }

  private static double run(Stage stage, byte[] lines) {
    long began = System.nanoTime();
    Jobs.upload(stage, lines);
    double rate = LINES / Clocks.secondsSince(began);
    stage.clear();
    return rate;
  }

  private static Finding finding(Runs rates, Runs limits, Runs ratios, double idle, double peak) {
    boolean fast = rates.median() >= PER_SECOND || ratios.median() >= RATIO;
    return new Finding(
        "S2",
        "bulk >= 25,000/s or >= 4 x naive inserts; API < 100 MB above idle",
        rates.text("%.0f") + "/s; API %.0f MB after start, %.0f MB at most".formatted(idle, peak),
        "naive inserts " + limits.text("%.0f") + "/s",
        ratios.median(),
        Verdict.of(fast && peak - idle < MEGABYTES),
        Map.of(
            "per_second",
            rates.median(),
            "baseline_per_second",
            limits.median(),
            "idle_mb",
            idle,
            "peak_mb",
            peak));
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }
}
