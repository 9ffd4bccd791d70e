package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.Job.Attempt;
import dev.errand.client.Job.Outcome;
import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import dev.errand.rig.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkerDeathIT {

  private static final Map<String, String> SHORT_LEASE =
      Map.of("ERRAND_WORKER_LEASE", "6S", "ERRAND_WORKER_HEARTBEAT", "2S");

  @Test
  void jobsOfAKilledWorkerAreRunByAnotherAndTheirLostAttemptsStayOnRecord() {
    try (Installation errand = new Installation("death", Map.of())) {
      ServiceProcess victim = errand.startWorker("victim", SHORT_LEASE);
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(errand.submit("sim-first-1-hang", "prompt " + i));
      }
      errand.awaitCalls(100);
      errand.startWorker("survivor", SHORT_LEASE);

      victim.kill();

      await().atMost(Duration.ofSeconds(120)).until(() -> errand.all(ids, State.SUCCEEDED));
      for (int i = 0; i < 100; i++) {
        List<Attempt> attempts = errand.client().job(ids.get(i)).attempts();
        assertEquals(Optional.of(Outcome.LOST), attempts.get(0).outcome());
        assertTrue(attempts.get(0).worker().startsWith("victim"));
        assertEquals(Optional.of(Outcome.SUCCEEDED), attempts.get(1).outcome());
        assertEquals(2, errand.simulator().calls().count("prompt " + i));
      }
    }
  }

  @Test
  void aCallThatMustNotBeBilledTwiceIsMadeOnceAndItsJobFailsWithItsWorker() {
    try (Installation errand = new Installation("on-lost", Map.of())) {
      ServiceProcess victim = errand.startWorker("victim", SHORT_LEASE);
      UUID careful = errand.submit(Submission.prompt("sim-first-1-hang", "once").failIfLost());
      UUID usual = errand.submit("sim-first-1-hang", "again");
      errand.awaitCalls(2);
      errand.startWorker("survivor", SHORT_LEASE);

      victim.kill();

      await()
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  errand.all(List.of(usual), State.SUCCEEDED)
                      && errand.all(List.of(careful), State.FAILED));
      Job job = errand.client().job(careful);
      assertEquals("lost", job.error().orElseThrow().type());
      assertEquals(1, job.attempts().size());
      assertEquals(Optional.of(Outcome.LOST), job.attempts().getFirst().outcome());
      assertEquals(1, errand.simulator().calls().count("once"));
      assertEquals(2, errand.simulator().calls().count("again"));
    }
  }

  @Test
  void aTerminatedWorkerFinishesWhatItCanAndHandsBackTheRestUnspent() {
    try (Installation errand = new Installation("drain", Map.of())) {
      ServiceProcess worker = errand.startWorker("leaving", Map.of("ERRAND_WORKER_DRAIN", "9S"));
      UUID quick = errand.submit("sim-latency-8s", "quick");
      UUID slow = errand.submit("sim-first-1-hang", "slow");
      errand.awaitCalls(2);

      assertEquals(0, worker.terminate());

      assertEquals(State.SUCCEEDED, errand.client().job(quick).state());
      Job handedBack = errand.client().job(slow);
      assertEquals(State.QUEUED, handedBack.state());
      assertEquals(0, handedBack.attemptsSpent());
      assertEquals(Optional.of(Outcome.HANDED_BACK), handedBack.attempts().getFirst().outcome());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> errand.simulator().calls().closedByClient("slow") == 1);
    }
  }
}
