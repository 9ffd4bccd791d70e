package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job;
import dev.errand.client.Job.State;
import dev.errand.client.Lane;
import dev.errand.client.Submission;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes paused and resumed by hand while workers are at work. */
class PausedLanesIT {

  private static final int JOBS = 20;
  private static final String LANE = "default";
  private static final Duration SOON = Duration.ofSeconds(90);

  /** So that a worker that found jobs by itself would find them too late. */
  private static final Map<String, String> NO_POLL = Map.of("ERRAND_WORKER_POLL_INTERVAL", "1H");

  /** Without somebody who resumes it, a lane or a model stays closed beyond any test. */
  private static final Map<String, String> LONG_CLOSURES =
      Map.of(
          "ERRAND_WORKER_HOLD_BACK_BASE", "10H",
          "ERRAND_WORKER_HOLD_BACK_CAP", "10H",
          "ERRAND_WORKER_ACCOUNT_ERRORS_HOLD_AFTER", "1",
          "ERRAND_WORKER_THROTTLE_DAILY_BASE", "1H");

  @Test
  void thePausedLanesJobsWaitAndRunAtOnceWhenItIsResumed() {
    try (Installation errand = new Installation("paused", Map.of())) {
      errand.startWorker("w", NO_POLL);
      assertFalse(errand.client().pauseLane(LANE, "maintenance").open());

      List<UUID> ids = submit(errand, "sim");
      await().during(Duration.ofSeconds(3)).atMost(SOON).until(() -> errand.all(ids, State.QUEUED));
      assertEquals(0, errand.simulator().calls().total());
      assertTrue(errand.client().resumeLane(LANE).open());

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      // The transaction manager logs only what needs two databases; images can't be written to.
      assertFalse(Files.exists(Packaging.tested().directory("api-service").resolve("ObjectStore")));
    }
  }

  @Test
  void aPauseWithAnEndIsOverThenWithoutAnybody() {
    try (Installation errand = new Installation("paused", Map.of())) {
      errand.startWorker("w", Map.of());
      Instant until = Instant.now().plusSeconds(5);
      assertFalse(errand.client().pauseLane(LANE, "maintenance", until).open());

      List<UUID> ids = submit(errand, "sim");

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      for (UUID id : ids) {
        Job job = errand.client().job(id);
        assertFalse(job.attempts().getFirst().startedAt().isBefore(until), job::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"401", "daily"})
  void resumingOpensWhatTheProviderClosedAtAllWorkers(String refusal) {
    try (Installation errand = new Installation("closed", Map.of())) {
      errand.startWorker("w1", LONG_CLOSURES);
      errand.startWorker("w2", LONG_CLOSURES);
      String model = "sim-" + refusal + "-until-3s";
      errand.submit(model, "closes it");
      await().atMost(SOON).until(() -> isClosed(lane(errand)));
      List<UUID> ids = submit(errand, model);
      // By then the provider answers, and nobody calls it.
      await()
          .pollDelay(Duration.ofSeconds(4))
          .atMost(SOON)
          .until(() -> isClosed(lane(errand)) && errand.all(ids, State.QUEUED));

      assertFalse(isClosed(errand.client().resumeLane(LANE)));

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
    }
  }

  private static boolean isClosed(Lane lane) {
    return !lane.open() || !lane.closedModels().isEmpty();
  }

  private static Lane lane(Installation errand) {
    return errand.client().lanes().getFirst();
  }

  private static List<UUID> submit(Installation errand, String model) {
    return errand.upload(
        IntStream.range(0, JOBS).mapToObj(i -> Submission.prompt(model, "number " + i)).toList());
  }
}
