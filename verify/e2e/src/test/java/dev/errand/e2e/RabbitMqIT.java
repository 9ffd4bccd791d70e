package dev.errand.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.client.Job.State;
import dev.errand.client.Submission;
import dev.errand.faults.HintMischief;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.RabbitMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RabbitMqIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final RabbitMq rabbit = new RabbitMq();
  private final Map<String, String> settings = Variables.of(rabbit.start());

  @AfterEach
  void deleteTheQueues() {
    rabbit.stop();
  }

  @Test
  void everyWorkerTakesPartAndTheQueueIsEmptyAtTheEnd() {
    try (Installation errand = new Installation("rabbit", settings)) {
      for (int i = 1; i <= 3; i++) {
        errand.startWorker("w" + i, Map.of("ERRAND_WORKER_CONCURRENCY", "10"));
      }
      List<Submission> jobs =
          IntStream.range(0, 90)
              .mapToObj(i -> Submission.prompt("sim-latency-500ms", "number " + i))
              .toList();

      List<UUID> ids = errand.upload(jobs);

      assertEquals(90, ids.size());
      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      assertEquals(Set.of("w1", "w2", "w3"), workers(errand, ids));
      await()
          .atMost(SOON)
          .until(() -> rabbit.on(channel -> channel.messageCount(rabbit.queue("default"))) == 0);
      assertEquals(90, errand.simulator().calls().total());
    }
  }

  @Test
  void workersOfFewSlotsUseUpMessagesThatTellOfMoreJobs() {
    Map<String, String> hintsAlone = new HashMap<>(settings);
    hintsAlone.put("ERRAND_API_DISPATCH_HEAL", "1H");
    hintsAlone.put("ERRAND_WORKER_POLL_INTERVAL", "1H");
    try (Installation errand = new Installation("few-slots", hintsAlone)) {
      for (int i = 1; i <= 2; i++) {
        errand.startWorker("w" + i, Map.of("ERRAND_WORKER_CONCURRENCY", "3"));
      }
      Submission job = Submission.prompt("sim-latency-50ms", "few slots");

      List<UUID> ids = errand.upload(Collections.nCopies(100, job));

      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      assertEquals(Set.of("w1", "w2"), workers(errand, ids));
      assertEquals(100, errand.simulator().calls().total());
    }
  }

  @Test
  void hintsThatAreLostRepeatedAndOutOfOrderChangeNothing() {
    try (Installation errand = new Installation("mischief", settings)) {
      List<UUID> ids = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ids.add(errand.submit("sim-latency-100ms", "prompt " + i));
      }
      String queue = rabbit.queue("default");
      // The minimum number of messages for 200 jobs, if all of them are merged.
      await().atMost(SOON).until(() -> rabbit.on(channel -> channel.messageCount(queue)) >= 12);

      int found = rabbit.on(channel -> HintMischief.play(channel, queue, new Random(7)));

      assertTrue(found >= 12, "found " + found);
      // Only hints may bring the jobs to the workers.
      Map<String, String> hintsAlone = Map.of("ERRAND_WORKER_POLL_INTERVAL", "1H");
      errand.startWorker("w1", hintsAlone);
      errand.startWorker("w2", hintsAlone);
      await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
      for (int i = 0; i < 200; i++) {
        assertEquals(1, errand.simulator().calls().count("prompt " + i));
      }
    }
  }

  @Test
  void jobsAreAcceptedDuringABrokerOutageAndRunOnceEachAfterwards() throws Exception {
    try (TcpProxy proxy = TcpProxy.inFrontOf(rabbit.url())) {
      Map<String, String> throughProxy = new HashMap<>(settings);
      throughProxy.put("ERRAND_RABBITMQ_URL", proxy.url(rabbit.url()));
      try (Installation errand = new Installation("outage", throughProxy)) {
        // Only hints may bring the jobs to the worker.
        errand.startWorker("w", Map.of("ERRAND_WORKER_POLL_INTERVAL", "1H"));
        List<UUID> ids = new ArrayList<>();
        ids.add(errand.submit("sim", "before"));
        await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
        proxy.refuse();
        proxy.cut();
        for (int i = 0; i < 200; i++) {
          ids.add(errand.submit("sim", "prompt " + i));
        }
        assertEquals(State.QUEUED, errand.client().job(ids.get(200)).state());

        proxy.restore();

        await().atMost(SOON).until(() -> errand.all(ids, State.SUCCEEDED));
        assertEquals(201, errand.simulator().calls().total());
      }
    }
  }

  private static Set<String> workers(Installation errand, List<UUID> ids) {
    return ids.stream()
        .map(id -> errand.client().job(id).attempts().getFirst().worker())
        .map(name -> name.substring(0, 2))
        .collect(Collectors.toSet());
  }
}
