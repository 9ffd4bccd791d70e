package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import dev.errand.rig.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers that are added and removed under load, as by an autoscaler. */
class ScalingIT {

  /** More than all workers can finish while one of them stops. */
  private static final int WAVE = 400;

  private static final Duration SOON = Duration.ofSeconds(120);

  /** No lease ends on a slow machine, and a job that nobody holds any more is not found in time. */
  private static final Map<String, String> WORKER =
      Map.of(
          "ERRAND_WORKER_CONCURRENCY", "20",
          "ERRAND_WORKER_DRAIN", "60S",
          "ERRAND_WORKER_LEASE", "5M");

  private final List<UUID> ids = new ArrayList<>();

  @Test
  void addingAndDrainingWorkersUnderLoadLosesNothingAndRepeatsNoCall() {
    try (Installation errand = new Installation("scaling", Map.of())) {
      ServiceProcess first = errand.startWorker("first", WORKER);
      submit(errand);
      ServiceProcess second = errand.startWorker("second", WORKER);
      ServiceProcess third = errand.startWorker("third", WORKER);

      drain(errand, first);
      errand.startWorker("fourth", WORKER);
      drain(errand, second);
      drain(errand, third);

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      assertEquals(4 * WAVE, ids.size());
      assertEquals(List.of(), notCalledOnce(errand));
      assertEquals(ids.size(), errand.simulator().calls().total());
    }
  }

  /** The jobs whose call the provider did not receive exactly once, with what their records say. */
  private List<String> notCalledOnce(Installation errand) {
    return IntStream.range(0, ids.size())
        .filter(i -> errand.simulator().calls().count("number " + i) != 1)
        .mapToObj(
            i ->
                "%d calls: %s"
                    .formatted(
                        errand.simulator().calls().count("number " + i),
                        errand.client().job(ids.get(i))))
        .toList();
  }

  /** Stops a worker that has calls in flight, while others wait. */
  private void drain(Installation errand, ServiceProcess worker) {
    long before = errand.simulator().calls().total();
    submit(errand);
    await().atMost(SOON).until(() -> errand.simulator().calls().total() > before);

    worker.askToStop();

    assertTrue(errand.simulator().calls().total() < ids.size(), "all had ended before the drain");
    assertEquals(0, worker.awaitEnd());
  }

  private void submit(Installation errand) {
    ids.addAll(
        errand.upload(
            IntStream.range(ids.size(), ids.size() + WAVE)
                .mapToObj(i -> Submission.prompt("sim-latency-500ms", "number " + i))
                .toList()));
  }
}
