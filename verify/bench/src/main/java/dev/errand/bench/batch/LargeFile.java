package dev.errand.bench.batch;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.stage.BenchDatabase;
import dev.errand.bench.stage.Clocks;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Meter;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.Waiting;
import dev.errand.rig.openai.BatchLines;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A batch's file of the largest size, which is 200 MB with 50,000 lines: the size of the database
 * before it, after its batch, and after its expiry.
 */
final class LargeFile {

  /** With the rest of its line, 4,000 bytes. */
  private static final int PROMPT = 3_850;

  private static final Duration ERASURE = Duration.ofMinutes(10);
  private static final double MEGA = 1e6;

  private LargeFile() {}

  static Finding measure(Stage stage, ServiceProcess worker, int count) {
    BatchLines lines = new BatchLines(count, "sim", LargeFile::prompt);
    BenchDatabase database = stage.database();
    double before = database.bytes() / MEGA;
    try {
      Path file = file(lines);
      double megabytes = Files.size(file) / MEGA;
      BatchRun.Times times = BatchRun.leave(stage, lines, BodyPublishers.ofFile(file));
      Files.delete(file);
      double after = database.bytes() / MEGA;
      double erasure = expire(database);
      Sizes sizes = new Sizes(before, after, database.bytes() / MEGA);
      double api = Meter.peakResidentBytes(stage.api().pid()) / MEGA;
      double most = Meter.peakResidentBytes(worker.pid()) / MEGA;
      return finding(megabytes, times, sizes, erasure, api, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the database, in megabytes. */
  private record Sizes(double before, double after, double expired) {}

  /** Random letters, because Postgres compresses what repeats. */
  private static String prompt(int number) {
    StringBuilder prompt = new StringBuilder("What is %d in words? ".formatted(number));
    SplittableRandom random = new SplittableRandom(number);
    while (prompt.length() < PROMPT) {
      prompt.append((char) random.nextInt('a', 'z' + 1));
    }
    return prompt.toString();
  }

  private static Path file(BatchLines lines) throws IOException {
    Path file = Files.createTempFile("errand-bench", ".jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      lines.write(out);
    }
    return file;
  }

  /**
   * Lets the files' time be over, waits until the service has erased all of it, and lets Postgres
   * give the space at the ends of its files back; returns the seconds until it was erased.
   */
  private static double expire(BenchDatabase database) {
    long began = System.nanoTime();
    database.execute("update file set expires_at = now()");
    Waiting.until("the files and lines are erased", ERASURE, () -> !database.hasFilesOrLines());
    double seconds = Clocks.secondsSince(began);
    database.execute("vacuum");
    return seconds;
  }

  private static Finding finding(
      double megabytes,
      BatchRun.Times times,
      Sizes sizes,
      double erasure,
      double apiMost,
      double workerMost) {
    return new Finding(
        "S12c",
        "a large file",
        "%.0f MB uploaded in %.1f s, first line after %.2f s, completed after %.1f s; API %.0f MB at most, worker %.0f; database %.0f, %.0f, %.0f MB before, after, and %.1f s after its expiry"
            .formatted(
                megabytes,
                times.upload(),
                times.first(),
                times.total(),
                apiMost,
                workerMost,
                sizes.before,
                sizes.after,
                sizes.expired,
                erasure),
        "",
        Double.NaN,
        Verdict.REPORTED,
        Map.of(
            "file_mb",
            megabytes,
            "upload_seconds",
            times.upload(),
            "seconds",
            times.total(),
            "api_mb",
            apiMost,
            "worker_mb",
            workerMost,
            "database_before_mb",
            sizes.before,
            "database_after_mb",
            sizes.after,
            "database_expired_mb",
            sizes.expired,
            "erasure_seconds",
            erasure));
  }
}
