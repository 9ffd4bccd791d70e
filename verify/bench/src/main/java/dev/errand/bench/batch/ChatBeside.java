package dev.errand.bench.batch;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Stage;
import dev.errand.rig.Waiting;
import dev.errand.rig.openai.BatchLines;
import dev.errand.rig.openai.OpenAi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Single chat calls, one at a time, while a batch of the same tenant and model runs. */
final class ChatBeside {

  private static final String MODEL = "sim";
  private static final Duration PAUSE = Duration.ofMillis(20);

  private ChatBeside() {}

  /**
   * In milliseconds, of each call.
   *
   * @param toStart from the request to the claim of its job, which the worker calls at once
   * @param toAnswer to its answer
   */
  private record Delays(List<Double> toStart, List<Double> toAnswer) {}

  static Finding measure(Stage stage, int count, int runs) {
    Delays delays = new Delays(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < runs; i++) {
      BatchLines lines = new BatchLines(count, MODEL, "How much is %d and one?"::formatted);
      run(stage, lines, delays);
      stage.clear();
    }
    return finding(count, new Runs(delays.toStart), new Runs(delays.toAnswer));
  }

  private static void run(Stage stage, BatchLines lines, Delays delays) {
    CompletableFuture<BatchRun.Times> batch =
        CompletableFuture.supplyAsync(
            () -> BatchRun.leave(stage, lines, BodyPublishers.ofByteArray(lines.bytes())),
            Thread::startVirtualThread);
    OpenAi api = BatchRun.api(stage);
    Map<UUID, Instant> asked = new HashMap<>();
    while (!batch.isDone() || asked.isEmpty()) {
      // Before its first line and after its last one has been claimed, it delays nobody; a batch
      // that was over too soon for any call gets one afterwards.
      if (batch.isDone() || stage.database().isQueued(MODEL)) {
        Instant began = Instant.now();
        asked.put(ask(api, asked.size()), began);
        delays.toAnswer.add(millis(began, Instant.now()));
      }
      Waiting.pause(PAUSE);
    }
    batch.join();
    Map<UUID, Instant> claims = stage.database().claims(asked.keySet());
    asked.forEach((job, began) -> delays.toStart.add(millis(began, claims.get(job))));
  }

  private static UUID ask(OpenAi api, int number) {
    try {
      HttpResponse<InputStream> answer =
          api.chat(MODEL, "Hello for the %d. time".formatted(number));
      answer.body().readAllBytes();
      return UUID.fromString(answer.headers().firstValue("Errand-Job-Id").orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static Finding finding(int lines, Runs start, Runs answer) {
    return new Finding(
        "S12d",
        "a chat call while a batch of the same tenant runs",
        "started after p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d calls beside %d lines; answered after p50 %.1f ms, p99 %.1f ms"
            .formatted(
                start.percentile(50),
                start.percentile(99),
                start.most(),
                start.figures().size(),
                lines,
                answer.percentile(50),
                answer.percentile(99)),
        "",
        Double.NaN,
        Verdict.REPORTED,
        Map.of(
            "calls",
            (double) start.figures().size(),
            "p50_ms",
            start.percentile(50),
            "p99_ms",
            start.percentile(99),
            "most_ms",
            start.most(),
            "answer_p50_ms",
            answer.percentile(50),
            "answer_p99_ms",
            answer.percentile(99)));
  }
}
