package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S3: from submission in bulk to the stored answer, with a provider that answers immediately. */
public final class LifeCycle implements Scenario {

  private static final double RATIO = 1.5;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    ServiceProcess worker = stage.startWorker(List.of(), List.of());
    BulkJobs jobs = BulkJobs.ofS3(stage);
    Baseline baseline = new Baseline(stage.database());
    jobs.warmUp();
    List<Double> rates = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      limits.add(baseline.jobs(4));
      rates.add(jobs.rate());
      ratios.add(rates.getLast() / limits.getLast());
    }
    double resident = Meter.peakResidentBytes(worker.pid()) / 1e6;
    stage.stopWorkers();
    return List.of(finding(new Runs(rates), new Runs(limits), new Runs(ratios), resident));
  }

  private static Finding finding(Runs rates, Runs limits, Runs ratios, double resident) {
    return new Finding(
        "S3",
        "whole life, 0 ms LLM >= 1.5 x three commits",
        rates.text("%.0f") + " jobs/s; worker %.0f MB at most".formatted(resident),
        "three commits " + limits.text("%.0f") + " jobs/s",
        ratios.median(),
        Verdict.of(ratios.median() >= RATIO),
        Map.of(
            "per_second",
            rates.median(),
            "baseline_per_second",
            limits.median(),
            "worker_mb",
            resident));
  }
}
