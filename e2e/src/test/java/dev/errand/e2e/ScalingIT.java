package dev.errand.e2e;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers that come and go under load, as an autoscaler has them do. */
class ScalingIT {

  private static final int JOBS = 1_500;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Map<String, String> WORKER =
      Map.of("ERRAND_WORKER_CONCURRENCY", "20", "ERRAND_WORKER_DRAIN", "10S");

  @Test
  void addingAndDrainingWorkersUnderLoadLosesNothingAndRepeatsNoCall() {
    try (Installation errand = new Installation("scaling", Map.of())) {
      ServiceProcess first = errand.startWorker("first", WORKER);
      List<String> ids = errand.client().bulk(jobs());
      awaitCalls(errand, 100);

      ServiceProcess second = errand.startWorker("second", WORKER);
      ServiceProcess third = errand.startWorker("third", WORKER);
      awaitCalls(errand, 300);
      assertEquals(0, first.terminate());
      awaitCalls(errand, 600);
      second.signal();
      errand.startWorker("fourth", WORKER);
      assertEquals(0, second.awaitEnd());
      awaitCalls(errand, 900);
      assertEquals(0, third.terminate());
      assertTrue(errand.simulator().calls().total() < JOBS, "all had ended before the last drain");

      await().atMost(SOON).until(() -> errand.client().all(ids, "succeeded"));
      assertEquals(JOBS, ids.size());
      assertEquals(JOBS, errand.simulator().calls().total());
      for (int i = 0; i < JOBS; i++) {
        assertEquals(1, errand.simulator().calls().count("number " + i));
      }
    }
  }

  private static String jobs() {
    return IntStream.range(0, JOBS)
        .mapToObj("{\"model\":\"sim-latency-500ms\",\"prompt\":\"number %d\"}\n"::formatted)
        .collect(joining());
  }

  private static void awaitCalls(Installation errand, int calls) {
    await().atMost(SOON).until(() -> errand.simulator().calls().total() >= calls);
  }
}
