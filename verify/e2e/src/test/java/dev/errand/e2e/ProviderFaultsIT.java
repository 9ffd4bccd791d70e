package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.client.Job;
import dev.errand.client.Job.State;
import dev.errand.rig.ServiceProcess;
import dev.errand.rig.wire.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A worker whose provider sends too much, receives a lot, or is unreachable. */
class ProviderFaultsIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  /** It follows the command line's own options and so overrides them. */
  private static final Map<String, String> SMALL =
      Map.of(
          "_JAVA_OPTIONS", "-Xmx128m -XX:+ExitOnOutOfMemoryError",
          "ERRAND_WORKER_CONCURRENCY", "100");

  @Test
  void aWorkerWithASmallHeapOutlivesAnswersOfAnySize() {
    try (Installation errand = new Installation("answers", Map.of())) {
      ServiceProcess worker = errand.startWorker("small", SMALL);

      List<UUID> tooLarge = submit(errand, 64, "sim-big-100m", "");
      await().atMost(SOON).until(() -> errand.all(tooLarge, State.FAILED));
      for (UUID id : tooLarge) {
        Job job = errand.client().job(id);
        assertEquals("answer_too_large", job.error().orElseThrow().type());
        assertEquals(1, job.attempts().size());
      }
      assertEquals(64, errand.simulator().calls().total());

      List<UUID> large = submit(errand, 80, "sim-big-2m", "");
      await().atMost(SOON).until(() -> errand.all(large, State.SUCCEEDED));
      assertEquals(144, errand.simulator().calls().total());
      assertEquals(0, worker.terminate());
    }
  }

  @Test
  void aWorkerWithASmallHeapOutlivesPromptsThatTogetherAreLargerThanIt() {
    try (Installation errand = new Installation("prompts", Map.of())) {
      List<UUID> ids = submit(errand, 100, "sim-latency-500ms", "x".repeat(2_000_000));
      ServiceProcess worker = errand.startWorker("small", SMALL);

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));

      assertEquals(100, errand.simulator().calls().total());
      assertEquals(0, worker.terminate());
    }
  }

  @Test
  void aProviderThatIsAwayIsProbedAndCostsNoJobAnAttempt() {
    try (Installation errand = new Installation("away", Map.of());
        TcpProxy provider = TcpProxy.inFrontOf(errand.simulator().baseUri().toString())) {
      provider.refuse();
      ServiceProcess worker =
          errand.startWorker(
              "w",
              Map.of(
                  "OPENAI_BASE_URL", provider.url(errand.simulator().baseUri().toString()),
                  "ERRAND_WORKER_CONCURRENCY", "5",
                  "ERRAND_WORKER_RETRY_BASE", "0.05S",
                  "ERRAND_WORKER_HOLD_BACK_BASE", "0.2S",
                  "ERRAND_WORKER_HOLD_BACK_CAP", "1S"));
      List<UUID> ids = submit(errand, 100, "sim", "");

      await().atMost(SOON).until(() -> worker.output().contains("event=lane_held_back"));
      int begun = attempts(worker);
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(30))
          .until(() -> attempts(worker) <= begun + 20);

      provider.restore();
      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      for (UUID id : ids) {
        assertEquals(1, errand.client().job(id).attemptsSpent());
      }
      assertEquals(100, errand.simulator().calls().total());
    }
  }

  /** Attempts that did not succeed; the log has a line for each. */
  private static int attempts(ServiceProcess worker) {
    return worker.output().split("event=attempt_ended").length - 1;
  }

  private static List<UUID> submit(Installation errand, int jobs, String model, String padding) {
    return IntStream.range(0, jobs)
        .mapToObj(i -> errand.submit(model, "prompt " + i + padding))
        .toList();
  }
}
