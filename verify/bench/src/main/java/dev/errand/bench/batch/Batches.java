package dev.errand.bench.batch;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.scenario.BulkJobs;
import dev.errand.bench.scenario.Scenario;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.openai.BatchLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * S12: OpenAI's batches in turn with S3's jobs, with a provider that answers immediately; then a
 * large file, and single calls while a batch runs.
 */
public final class Batches implements Scenario {

  private static final double RATIO = 0.7;
  private static final double FIRST_SECONDS = 2;
  private static final double MEGA = 1e6;

  private final int lines;

  /**
   * @param lines of each batch
   */
  public Batches(int lines) {
    this.lines = lines;
  }

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    ServiceProcess api = stage.freshApi();
    ServiceProcess worker = stage.startWorker(List.of(), List.of());
    double apiIdle = Meter.residentBytes(api.pid()) / MEGA;
    double workerIdle = Meter.residentBytes(worker.pid()) / MEGA;
    List<Finding> findings = new ArrayList<>();
    findings.add(rate(stage, runs));
    findings.add(memory(api, worker, apiIdle, workerIdle));
    findings.add(LargeFile.measure(stage, worker, lines));
    findings.add(ChatBeside.measure(stage, lines, runs));
    stage.stopWorkers();
    return findings;
  }

  private Finding rate(Stage stage, int runs) {
    BatchLines small = new BatchLines(lines, "sim", "What is %d in words?"::formatted);
    BulkJobs jobs = BulkJobs.ofS3(stage);
    jobs.warmUp();
    BatchRun.once(stage, small);
    List<Double> s3 = new ArrayList<>();
    List<BatchRun.Times> batches = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      boolean jobsFirst = i % 2 == 0;
      if (jobsFirst) {
        s3.add(jobs.rate());
      }
      batches.add(BatchRun.once(stage, small));
      if (!jobsFirst) {
        s3.add(jobs.rate());
      }
    }
    return finding(new Runs(s3), batches);
  }

  private Finding finding(Runs s3, List<BatchRun.Times> batches) {
    Function<ToDoubleFunction<BatchRun.Times>, Runs> runs =
        time -> new Runs(batches.stream().mapToDouble(time).boxed().toList());
    Runs total = runs.apply(BatchRun.Times::total);
    Runs first = runs.apply(BatchRun.Times::first);
    double perSecond = lines / total.median();
    double ratio = perSecond / s3.median();
    return new Finding(
        "S12a",
        "a batch's lines/s >= 0.7 x S3, its first line after < 2 s",
        "%d lines in %s s, upload %.2f s of it; first line after %s s; read in %.2f s"
            .formatted(
                lines,
                total.text("%.2f"),
                runs.apply(BatchRun.Times::upload).median(),
                first.text("%.2f"),
                runs.apply(BatchRun.Times::read).median()),
        "S3 " + s3.text("%.0f") + " jobs/s",
        ratio,
        Verdict.of(ratio >= RATIO && first.most() < FIRST_SECONDS),
        Map.of(
            "lines",
            (double) lines,
            "seconds",
            total.median(),
            "upload_seconds",
            runs.apply(BatchRun.Times::upload).median(),
            "first_seconds",
            first.median(),
            "per_second",
            perSecond,
            "s3_per_second",
            s3.median()));
  }

  private static Finding memory(
      ServiceProcess api, ServiceProcess worker, double apiIdle, double workerIdle) {
    double apiMost = Meter.peakResidentBytes(api.pid()) / MEGA;
    double workerMost = Meter.peakResidentBytes(worker.pid()) / MEGA;
    return new Finding(
        "S12b",
        "memory for these batches, and S3's jobs between them",
        "API %.0f MB after start, %.0f MB at most; worker %.0f MB, %.0f MB"
            .formatted(apiIdle, apiMost, workerIdle, workerMost),
        "",
        Double.NaN,
        Verdict.REPORTED,
        Map.of(
            "api_idle_mb", apiIdle,
            "api_mb", apiMost,
            "worker_idle_mb", workerIdle,
            "worker_mb", workerMost));
  }
}
