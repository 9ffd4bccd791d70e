package dev.errand.bench.scenario;

import dev.errand.bench.report.Finding;
import dev.errand.bench.report.Finding.Verdict;
import dev.errand.bench.report.Runs;
import dev.errand.bench.stage.Ends;
import dev.errand.bench.stage.Jobs;
import dev.errand.bench.stage.Stage;
import dev.errand.bench.stage.TimedProvider;
import dev.errand.bench.stage.TimedProvider.Call;
import dev.errand.client.ErrandClient;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** S7: an idle system gets one job at a time. */
public final class Latency implements Scenario {

  private static final int WARM_UP = 5_000;
  private static final int JOBS = 100;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final double P50 = 5;
  private static final double P99 = 20;

  /**
   * In milliseconds: from submission to its answer and to the call's start, and from the call's end
   * to the job's answer.
   */
  private record Gaps(List<Double> toAccepted, List<Double> toStart, List<Double> toAnswer) {}

  @Override
  public List<Finding> measure(Stage stage, int runs) {
    stage.freshApi();
    try (TimedProvider provider = new TimedProvider()) {
      stage.startWorker(List.of(), List.of("errand.worker.pool=timed", provider.setting()));
      ErrandClient client = ErrandClient.of(stage.api().uri());
      warmUp(stage, client, provider);
      Gaps gaps = run(client, provider, JOBS * runs);
      Parts parts = Parts.measure(stage);
      stage.stopWorkers();
      stage.clear();
      return List.of(
          finding(
              "S7a",
              "submit to call started",
              new Runs(gaps.toStart),
              parts.toStart(),
              "measured alone: HTTP %.2f, two commits of %.2f, a message %.2f ms; accepted after p50 %.2f ms"
                  .formatted(
                      parts.http(),
                      parts.commit(),
                      parts.message(),
                      new Runs(gaps.toAccepted).median())),
          finding(
              "S7b",
              "call ended to visible by long poll",
              new Runs(gaps.toAnswer),
              parts.toAnswer(),
              "measured alone: HTTP %.2f, a commit %.2f, a notification %.2f, two reads of %.2f ms"
                  .formatted(parts.http(), parts.commit(), parts.notification(), parts.read())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Idle, but warmed up: code that has never run is slow. */
  private static void warmUp(Stage stage, ErrandClient client, TimedProvider provider)
      throws InterruptedException {
    try (Ends ends = new Ends(stage.database())) {
      Jobs.upload(stage, Jobs.lines(Stage.TIMED, WARM_UP));
      ends.await(WARM_UP, Duration.ofMinutes(1));
    }
    for (int i = 0; i < WARM_UP; i++) {
      provider.next();
    }
    for (int i = 0; i < WARM_UP; i++) {
      client.submit(Jobs.job(Stage.PARKED, i));
    }
    run(client, provider, 2 * JOBS);
  }

  private static Gaps run(ErrandClient client, TimedProvider provider, int jobs)
      throws InterruptedException {
    Gaps gaps = new Gaps(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < jobs; i++) {
      long submitted = System.nanoTime();
      UUID id = client.submit(Jobs.job(Stage.TIMED, i)).job().id();
      gaps.toAccepted.add((System.nanoTime() - submitted) / 1e6);
      CompletableFuture<Long> seen =
          CompletableFuture.supplyAsync(
              () -> {
                client.poll(id, Duration.ofSeconds(10));
                return System.nanoTime();
              });
      Call call = provider.next();
      gaps.toStart.add((call.began() - submitted) / 1e6);
      gaps.toAnswer.add((seen.join() - call.ended()) / 1e6);
      Waiting.pause(PAUSE);
    }
    return gaps;
  }

  private static Finding finding(String id, String what, Runs millis, double alone, String parts) {
    double p50 = millis.percentile(50);
    double p99 = millis.percentile(99);
    return new Finding(
        id,
        what + ": p50 < 5 ms, p99 < 20 ms",
        "p50 %.2f ms, p99 %.2f ms, max %.1f ms of %d jobs"
            .formatted(p50, p99, millis.most(), millis.figures().size()),
        parts,
        p50 / alone,
        Verdict.of(p50 < P50 && p99 < P99),
        Map.of("p50_ms", p50, "p99_ms", p99, "most_ms", millis.most(), "parts_ms", alone));
  }
}
