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

/** S4 to S6: many concurrent calls that take time. */
public final class LongCalls implements Scenario {

  private static final int WARM_UPS = 4;
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");

  private final Work work;

  /**
   * What to run.
   *
   * @param slots the slots of each worker; 0 for the default
   * @param ideal the shortest possible time, in seconds
   * @param most the goal, in seconds
   * @param megabytes maximum memory of a worker
   */
  private record Work(
      String id,
      String goal,
      int jobs,
      String model,
      int workers,
      int slots,
      List<String> jvm,
      double ideal,
      double most,
      double megabytes) {}

  private LongCalls(Work work) {
    this.work = work;
  }

  public static Scenario ofOneSecond() {
    return new LongCalls(
        new Work(
            "S4",
            "2,000 x 1 s, concurrency 1,000 <= 2.4 s",
            2_000,
            "sim-latency-1s",
            1,
            1_000,
            List.of(),
            2,
            2.4,
            Double.MAX_VALUE));
  }

  public static Scenario ofTenSeconds() {
    return new LongCalls(
        new Work(
            "S5",
            "20,000 x 10 s, concurrency 10,000 <= 26 s, worker <= 512 MiB of -Xmx256m",
            20_000,
            "sim-latency-10s",
            1,
            10_000,
            SMALL_HEAP,
            20,
            26,
            512 * 1.048576));
  }

  public static Scenario ofFewSlots() {
    return new LongCalls(
        new Work(
            "S6a",
            "1,000 x 1 s, 2 workers x 20 slots <= 25.3 s",
            1_000,
            "sim-latency-1s",
            2,
            20,
            List.of(),
            25,
            25.3,
            Double.MAX_VALUE));
  }

  public static Scenario ofDefaultSlots() {
    return new LongCalls(
        new Work(
            "S6b",
            "1,000 x 1 s, 2 default workers <= 2 s",
            1_000,
            "sim-latency-1s",
            2,
            0,
            List.of(),
            1,
            2,
            Double.MAX_VALUE));
  }

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    List<String> settings =
        work.slots == 0 ? List.of() : List.of("errand.worker.concurrency=" + work.slots);
    List<ServiceProcess> workers = new ArrayList<>();
    for (int i = 0; i < work.workers; i++) {
      workers.add(stage.startWorker(work.jvm, settings));
    }
    BulkJobs warmUp = new BulkJobs(stage, "sim", 5_000);
    for (int i = 0; i < WARM_UPS; i++) {
      warmUp.run();
    }
    new BulkJobs(stage, "sim-latency-1s", Math.min(1000, work.jobs)).run();
    BulkJobs jobs = new BulkJobs(stage, work.model, work.jobs);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      seconds.add(jobs.run());
    }
    double resident =
        workers.stream().mapToLong(it -> Meter.peakResidentBytes(it.pid())).max().orElse(0) / 1e6;
    stage.stopWorkers();
    return List.of(finding(new Runs(seconds), resident));
  }

  private Finding finding(Runs seconds, double resident) {
    return new Finding(
        work.id,
        work.goal,
        seconds.text("%.2f") + " s; worker %.0f MB at most".formatted(resident),
        "ideal %.0f s".formatted(work.ideal),
        seconds.median() / work.ideal,
        Verdict.of(seconds.median() <= work.most && resident <= work.megabytes),
        Map.of("seconds", seconds.median(), "ideal_seconds", work.ideal, "worker_mb", resident));
  }
}
