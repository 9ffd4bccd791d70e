package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.Wrk;
import dev.errand.bench.stage.Wrk.Load;
import dev.errand.rig.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S1: one job per request, 64 connections. */
public final class SubmitSingly implements Scenario {

  private static final int CONNECTIONS = 64;

  /** The time of a run. */
  static final int SECONDS = 8;

  private static final double RATIO = 0.8;
  private static final double P99 = 60;

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    stage.startWorker(List.of(), List.of());
    Baseline baseline = new Baseline(stage.database());
    run(stage);
    List<Load> loads = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      limits.add(baseline.inserts(SECONDS / 2));
      loads.add(run(stage));
      ratios.add(loads.getLast().perSecond() / limits.getLast());
    }
    stage.stopWorkers();
    return List.of(finding(loads, new Runs(limits), new Runs(ratios)));
  }

  private static Load run(Stage stage) {
    return run(stage, stage.api(), Map.of());
  }

  /**
   * Submits jobs for a while, and deletes them.
   *
   * @param headers of each request, further ones
   */
  static Load run(Stage stage, ServiceProcess api, Map<String, String> headers) {
    StringBuilder request =
        new StringBuilder(
            """
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = '%s'
            """
                .formatted(Jobs.job(Stage.PARKED, 1)));
    headers.forEach(
        (name, value) -> request.append("wrk.headers[\"%s\"] = \"%s\"\n".formatted(name, value)));
    Load load = Wrk.run(api.uri().resolve("/v1/jobs"), CONNECTIONS, SECONDS, request.toString());
    long stored = stage.database().number("select count(*) from job");
    if (stored < load.requests()) {
      throw new IllegalStateException(
          "%d accepted, but %d stored".formatted(load.requests(), stored));
    }
    stage.clear();
    return load;
  }

  private static Finding finding(List<Load> loads, Runs limits, Runs ratios) {
    Runs rates = new Runs(loads.stream().map(Load::perSecond).toList());
    double p50 = new Runs(loads.stream().map(Load::p50).toList()).median();
    double p99 = new Runs(loads.stream().map(Load::p99).toList()).median();
    double cpu =
        new Runs(loads.stream().map(load -> load.cpuMillis() / 20.0 / SECONDS).toList()).median();
    return new Finding(
        "S1",
        "single submissions >= 0.8 x naive inserts, p99 < 60 ms",
        rates.text("%.0f")
            + "/s, p50 %.1f ms, p99 %.1f ms; wrk takes %.0f %% of the CPU".formatted(p50, p99, cpu),
        "naive inserts " + limits.text("%.0f") + "/s",
        ratios.median(),
        Verdict.of(ratios.median() >= RATIO && p99 < P99),
        Map.of(
            "per_second",
            rates.median(),
            "p50_ms",
            p50,
            "p99_ms",
            p99,
            "baseline_per_second",
            limits.median()));
  }
}
