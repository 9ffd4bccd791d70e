package dev.errand.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.Job.Outcome;
import dev.errand.client.Job.State;
import dev.errand.client.JobAnswer;
import dev.errand.client.Submission;
import dev.errand.client.Worker;
import dev.errand.e2e.fuzz.Vitals;
import dev.errand.rig.ServiceProcess;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the services stop on a signal. */
class DrainIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(12);

  @Test
  void aWorkerUnderLoadClaimsNothingMoreFinishesWhatItCanAndHandsBackTheRest() {
    try (Installation errand = new Installation("drain-load", Map.of())) {
      List<UUID> quick = submit(errand, "sim-latency-10s", "quick", 1);
      List<UUID> slow = submit(errand, "sim-first-1-hang", "slow", 9);
      UUID careful = errand.submit(Submission.prompt("sim-hang", "once").failIfLost());
      ServiceProcess worker =
          errand.startWorker(
              "leaving", Map.of("ERRAND_WORKER_DRAIN", "12S", "ERRAND_WORKER_CONCURRENCY", "11"));
      errand.awaitCalls(11);
      List<UUID> late = submit(errand, "sim", "late", 20);

      long began = System.nanoTime();
      worker.askToStop();
      await().atMost(SOON).until(() -> worker.output().contains("draining"));
      await()
          .atMost(SOON)
          .until(() -> errand.client().workers().stream().anyMatch(Worker::draining));
      // Frees a slot, which remains free.
      errand.client().cancel(slow.getFirst());
      assertEquals(0, worker.awaitEnd());

      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertEquals(List.of(), errand.client().workers());
      assertTrue(took.compareTo(DRAIN.plusSeconds(5)) < 0, () -> "took " + took);
      assertTrue(errand.all(quick, State.SUCCEEDED));
      assertTrue(errand.all(late, State.QUEUED));
      List<UUID> handedBack = slow.subList(1, slow.size());
      for (UUID id : handedBack) {
        Job job = errand.client().job(id);
        assertEquals(State.QUEUED, job.state());
        assertEquals(0, job.attemptsSpent());
        assertEquals(Optional.of(Outcome.HANDED_BACK), job.attempts().getFirst().outcome());
      }

      errand.startWorker("next", Map.of());
      await().atMost(SOON).until(() -> errand.all(handedBack, State.SUCCEEDED));
      await().atMost(SOON).until(() -> errand.all(late, State.SUCCEEDED));
      assertEquals(State.FAILED, errand.client().job(careful).state());
      assertEquals("lost", errand.client().job(careful).error().orElseThrow().type());
      assertEquals(1, errand.simulator().calls().count("once"));
      assertCalls(errand, "quick", 0, 1, 1);
      assertCalls(errand, "late", 0, 20, 1);
      assertCalls(errand, "slow", 0, 1, 1);
      assertCalls(errand, "slow", 1, 9, 2);
    }
  }

  @Test
  void aSecondSignalStopsAWorkerImmediatelyAndItsLeasesExpire() {
    try (Installation errand = new Installation("drain-twice", Map.of())) {
      ServiceProcess worker =
          errand.startWorker(
              "impatient",
              Map.of(
                  "ERRAND_WORKER_DRAIN", "60S",
                  "ERRAND_WORKER_LEASE", "4S",
                  "ERRAND_WORKER_HEARTBEAT", "1S"));
      UUID id = errand.submit("sim-first-1-hang", "slow");
      errand.awaitCalls(1);
      worker.askToStop();
      await().atMost(SOON).until(() -> worker.output().contains("draining"));

      long began = System.nanoTime();
      assertEquals(143, worker.terminate());

      assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(Duration.ofSeconds(2)) < 0);
      errand.startWorker("next", Map.of());
      await().atMost(SOON).until(() -> errand.all(List.of(id), State.SUCCEEDED));
      assertEquals(
          Optional.of(Outcome.LOST), errand.client().job(id).attempts().getFirst().outcome());
      assertEquals(2, errand.simulator().calls().count("slow"));
    }
  }

  @Test
  void anApiServiceAnswersWhatIsUnderWay() throws Exception {
    try (Installation errand = new Installation("drain-api", Map.of())) {
      URI api = errand.api().uri();
      UUID id = errand.submit("sim", "nobody runs it");
      CompletableFuture<JobAnswer> waiting =
          CompletableFuture.supplyAsync(
              () -> errand.client().poll(id, Duration.ofSeconds(50)), Thread::startVirtualThread);
      try (Socket client = new Socket(api.getHost(), api.getPort())) {
        String body = "{\"model\": \"sim\", \"prompt\": \"half\"}";
        send(
            client,
            "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body.substring(0, 9)));
        await()
            .atMost(SOON)
            .until(() -> Vitals.sum(errand.api(), "errand_api_waiting(?:\\{.*})?") == 1);
        // The other is in progress once a later one has its response.
        errand.client().job(id);

        long began = System.nanoTime();
        errand.api().askToStop();
        assertEquals(State.QUEUED, waiting.get().job().state());
        send(client, body.substring(9));
        String answer = new String(client.getInputStream().readNBytes(12), UTF_8);

        assertEquals("HTTP/1.1 202", answer);
        assertEquals(0, errand.api().awaitEnd());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, () -> "took " + took);
      }
    }
  }

  private static List<UUID> submit(Installation errand, String model, String prompt, int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(errand.submit(model, prompt + i));
    }
    return ids;
  }

  private static void assertCalls(Installation errand, String prompt, int from, int to, int calls) {
    for (int i = from; i < to; i++) {
      assertEquals(calls, errand.simulator().calls().count(prompt + i), prompt + i);
    }
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }
}
