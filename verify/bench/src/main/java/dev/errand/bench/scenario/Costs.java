package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.BenchDatabase;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.Wrk;
import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** S10: the cost of a job from submission to its stored answer, by process. */
public final class Costs implements Scenario {

  private static final int JOBS = 10_000;
  private static final int SINGLY_SECONDS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(10);

  /** How to submit; returns how many jobs ended. */
  @FunctionalInterface
  private interface Work {
    int run();
  }

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    ServiceProcess worker = stage.startWorker(List.of(), List.of());
    BulkJobs jobs = new BulkJobs(stage, "sim", JOBS);
    for (int i = 0; i < 3; i++) {
      jobs.run();
    }
    singly(stage);
    stage.clear();
    Finding bulk = finding("S10a", "submitted in bulk", stage, worker, runs, () -> bulk(jobs));
    Finding single = finding("S10b", "submitted singly", stage, worker, runs, () -> singly(stage));
    stage.stopWorkers();
    return List.of(bulk, single);
  }

  private static int bulk(BulkJobs jobs) {
    jobs.leave();
    return JOBS;
  }

  private static int singly(Stage stage) {
    String request =
        """
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.body = '%s'
        """
            .formatted(Jobs.job("sim", 1));
    Wrk.run(stage.api().uri().resolve("/v1/jobs"), 64, SINGLY_SECONDS, request);
    Waiting.until("all jobs have ended", PATIENCE, LOOK, stage.database()::allEnded);
    return (int) stage.database().succeeded();
  }

  private static Finding finding(
      String id, String how, Stage stage, ServiceProcess worker, int runs, Work work) {
    List<Map<String, Double>> costs = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      costs.add(cost(stage, worker, work));
      stage.clear();
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    costs
        .getFirst()
        .keySet()
        .forEach(
            name ->
                medians.put(
                    name, new Runs(costs.stream().map(it -> it.get(name)).toList()).median()));
    String figure =
        medians.entrySet().stream()
            .map(it -> String.format(Locale.ROOT, "%s %.3f", it.getKey(), it.getValue()))
            .collect(Collectors.joining(", "));
    return new Finding(
        id, "cost of a job " + how, figure, "", Double.NaN, Verdict.REPORTED, medians);
  }

  private static Map<String, Double> cost(Stage stage, ServiceProcess worker, Work work) {
    stage.database().keepStatements();
    Map<String, Double> before = used(stage, worker);
    int jobs = work.run();
    Map<String, Double> after = used(stage, worker);
    stage.database().dropStatements();
    Map<String, Double> cost = new LinkedHashMap<>();
    after.forEach((name, value) -> cost.put(name, (value - before.get(name)) / jobs));
    return cost;
  }

  private static Map<String, Double> used(Stage stage, ServiceProcess worker) {
    BenchDatabase database = stage.database();
    Map<String, Double> used = new LinkedHashMap<>();
    used.put("api_cpu_ms", (double) Meter.cpuMillis(stage.api().pid()));
    used.put("worker_cpu_ms", (double) Meter.cpuMillis(worker.pid()));
    used.put("postgres_cpu_ms", (double) database.cpuMillis());
    used.put(
        "rabbitmq_cpu_ms",
        (double) Meter.named("beam.smp").stream().mapToLong(Meter::cpuMillis).sum());
    used.put("simulator_cpu_ms", (double) Meter.cpuMillis(stage.simulator().pid()));
    used.put("client_cpu_ms", (double) Meter.cpuMillis(ProcessHandle.current().pid()));
    used.put("wal_bytes", (double) database.walBytes());
    // The benchmark itself has a handful.
    used.put("statements", database.real("select sum(calls) from pg_stat_statements"));
    return used;
  }
}
