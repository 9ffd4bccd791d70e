package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerDeathIT {

  private static final Map<String, String> SHORT_LEASE =
      Map.of("ERRAND_WORKER_LEASE", "6S", "ERRAND_WORKER_HEARTBEAT", "2S");

  @Test
  void jobsOfAKilledWorkerAreRunByAnotherAndTheirLostAttemptsStayOnRecord() {
    try (Installation errand = new Installation("death", Map.of())) {
      ServiceProcess victim = errand.startWorker("victim", SHORT_LEASE);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(errand.client().submit("sim-first-1-hang", "prompt " + i));
      }
      errand.awaitCalls(100);
      errand.startWorker("survivor", SHORT_LEASE);

      victim.kill();

      await().atMost(Duration.ofSeconds(120)).until(() -> errand.client().all(ids, "succeeded"));
      for (int i = 0; i < 100; i++) {
        JsonNode attempts = errand.client().job(ids.get(i)).path("attempts");
        assertEquals("lost", attempts.path(0).path("outcome").textValue());
        assertTrue(attempts.path(0).path("worker").textValue().startsWith("victim"));
        assertEquals("succeeded", attempts.path(1).path("outcome").textValue());
        assertEquals(2, errand.simulator().calls().count("prompt " + i));
      }
    }
  }

  @Test
  void aCallThatMustNotBeBilledTwiceIsMadeOnceAndItsJobFailsWithItsWorker() {
    try (Installation errand = new Installation("on-lost", Map.of())) {
      ServiceProcess victim = errand.startWorker("victim", SHORT_LEASE);
      String careful =
          errand
              .client()
              .submitJson(
                  """
                  {"model": "sim-first-1-hang", "prompt": "once", "max_attempts": 5, "on_lost": "fail"}
                  """);
      String usual = errand.client().submit("sim-first-1-hang", "again");
      errand.awaitCalls(2);
      errand.startWorker("survivor", SHORT_LEASE);

      victim.kill();

      await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  errand.client().all(List.of(usual), "succeeded")
                      && errand.client().all(List.of(careful), "failed"));
      JsonNode job = errand.client().job(careful);
      assertEquals("lost", job.path("error").path("type").textValue());
      assertEquals(1, job.path("attempts").size());
      assertEquals("lost", job.path("attempts").path(0).path("outcome").textValue());
      assertEquals(1, errand.simulator().calls().count("once"));
      assertEquals(2, errand.simulator().calls().count("again"));
    }
  }

  @Test
  void aTerminatedWorkerFinishesWhatItCanAndHandsBackTheRestUnspent() {
    try (Installation errand = new Installation("drain", Map.of())) {
      ServiceProcess worker = errand.startWorker("leaving", Map.of("ERRAND_WORKER_DRAIN", "9S"));
      String quick = errand.client().submit("sim-latency-8s", "quick");
      String slow = errand.client().submit("sim-first-1-hang", "slow");
      errand.awaitCalls(2);

      assertEquals(0, worker.terminate());

      assertEquals("succeeded", errand.client().job(quick).path("state").textValue());
      JsonNode handedBack = errand.client().job(slow);
      assertEquals("queued", handedBack.path("state").textValue());
      assertEquals(0, handedBack.path("attempts_spent").intValue());
      assertEquals("handed_back", handedBack.path("attempts").path(0).path("outcome").textValue());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> errand.simulator().calls().closedByClient("slow") == 1);
    }
  }
}
