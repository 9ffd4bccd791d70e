package dev.errand.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How the services end when they are asked to. */
class DrainIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(12);

  @Test
  void aWorkerUnderLoadClaimsNothingMoreFinishesWhatItCanAndHandsBackTheRest() {
    try (Installation errand = new Installation("drain-load", Map.of())) {
      List<String> quick = submit(errand, "sim-latency-10s", "quick", 1);
      List<String> slow = submit(errand, "sim-first-1-hang", "slow", 9);
      String careful =
          errand
              .client()
              .submitJson("{\"model\":\"sim-hang\",\"prompt\":\"once\",\"on_lost\":\"fail\"}");
      ServiceProcess worker =
          errand.startWorker(
              "leaving", Map.of("ERRAND_WORKER_DRAIN", "12S", "ERRAND_WORKER_CONCURRENCY", "11"));
      errand.awaitCalls(11);
      List<String> late = submit(errand, "sim", "late", 20);

      long began = System.nanoTime();
      worker.signal();
      await().atMost(SOON).until(() -> worker.output().contains("draining"));
      // Frees a slot, which stays free.
      errand.client().cancel(slow.getFirst());
      assertEquals(0, worker.awaitEnd());

      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertTrue(took.compareTo(DRAIN.plusSeconds(5)) < 0, () -> "took " + took);
      assertTrue(errand.client().all(quick, "succeeded"));
      assertTrue(errand.client().all(late, "queued"));
      List<String> handedBack = slow.subList(1, slow.size());
      for (String id : handedBack) {
        JsonNode job = errand.client().job(id);
        assertEquals("queued", job.path("state").textValue());
        assertEquals(0, job.path("attempts_spent").intValue());
        assertEquals("handed_back", job.path("attempts").path(0).path("outcome").textValue());
      }

      errand.startWorker("next", Map.of());
      await().atMost(SOON).until(() -> errand.client().all(handedBack, "succeeded"));
      await().atMost(SOON).until(() -> errand.client().all(late, "succeeded"));
      assertEquals("failed", errand.client().job(careful).path("state").textValue());
      assertEquals("lost", errand.client().job(careful).path("error").path("type").textValue());
      assertEquals(1, errand.simulator().calls().count("once"));
      assertCalls(errand, "quick", 0, 1, 1);
      assertCalls(errand, "late", 0, 20, 1);
      assertCalls(errand, "slow", 0, 1, 1);
      assertCalls(errand, "slow", 1, 9, 2);
    }
  }

  @Test
  void aSecondSignalEndsAWorkerAtOnceAndItsLeasesRunOut() {
    try (Installation errand = new Installation("drain-twice", Map.of())) {
      ServiceProcess worker =
          errand.startWorker(
              "impatient",
              Map.of(
                  "ERRAND_WORKER_DRAIN", "60S",
                  "ERRAND_WORKER_LEASE", "4S",
                  "ERRAND_WORKER_HEARTBEAT", "1S"));
      String id = errand.client().submit("sim-first-1-hang", "slow");
      errand.awaitCalls(1);
      worker.signal();
      await().atMost(SOON).until(() -> worker.output().contains("draining"));

      long began = System.nanoTime();
      assertEquals(143, worker.terminate());

      assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(Duration.ofSeconds(2)) < 0);
      errand.startWorker("next", Map.of());
      await().atMost(SOON).until(() -> errand.client().all(List.of(id), "succeeded"));
      assertEquals(
          "lost", errand.client().job(id).path("attempts").path(0).path("outcome").textValue());
      assertEquals(2, errand.simulator().calls().count("slow"));
    }
  }

  @Test
  void anApiServiceAnswersWhatIsUnderWay() throws Exception {
    try (Installation errand = new Installation("drain-api", Map.of());
        HttpClient http = HttpClient.newHttpClient()) {
      URI api = errand.api().uri();
      String id = errand.client().submit("sim", "nobody runs it");
      CompletableFuture<HttpResponse<String>> waiting =
          http.sendAsync(
              HttpRequest.newBuilder(api.resolve("/v1/jobs/" + id))
                  .header("Prefer", "wait=50")
                  .build(),
              BodyHandlers.ofString());
      try (Socket client = new Socket(api.getHost(), api.getPort())) {
        String body = "{\"model\": \"sim\", \"prompt\": \"half\"}";
        send(
            client,
            "POST /v1/jobs HTTP/1.1\r\nHost: e\r\nContent-Type: application/json\r\n"
                + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body.substring(0, 9)));
        // Both are under way once one that came after them is answered.
        errand.client().job(id);

        long began = System.nanoTime();
        errand.api().signal();
        assertEquals(200, waiting.get().statusCode());
        send(client, body.substring(9));
        String answer = new String(client.getInputStream().readNBytes(12), UTF_8);

        assertEquals("HTTP/1.1 202", answer);
        assertEquals(0, errand.api().awaitEnd());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, () -> "took " + took);
      }
    }
  }

  private static List<String> submit(Installation errand, String model, String prompt, int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(errand.client().submit(model, prompt + i));
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
