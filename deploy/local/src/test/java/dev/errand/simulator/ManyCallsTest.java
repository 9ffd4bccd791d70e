package dev.errand.simulator;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ManyCallsTest {

  private static final int CALLS = 2_000;

  @AutoClose private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  @AutoClose("close")
  private final Vertx vertx = Vertx.vertx();

  private final HttpClient http =
      vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CALLS));

  @Test
  void twoThousandConcurrentCallsNeedNoThreadEach() {
    int threadsBefore = Thread.activeCount();

    askMany("sim-hang");

    await().atMost(1, MINUTES).until(() -> simulator.calls().inFlight() == CALLS);
    int more = Thread.activeCount() - threadsBefore;
    assertTrue(more < 20, () -> "threads: " + more);
    http.close();
    await().atMost(1, MINUTES).until(() -> simulator.calls().closedByClient() == CALLS);
    assertEquals(0, simulator.calls().inFlight());
  }

  @Test
  void twoThousandCallsAreAnsweredAndCountedOnceEach() throws Exception {
    List<Future<Integer>> statuses = askMany("sim-latency-500ms-jitter-500ms");

    Future.all(statuses).toCompletionStage().toCompletableFuture().get(1, MINUTES);
    statuses.forEach(status -> assertEquals(200, status.result()));
    assertEquals(CALLS, simulator.calls().counts().size());
    assertEquals(1, Collections.max(simulator.calls().counts().values()));
    assertEquals(0, simulator.calls().closedByClient());
  }

  private List<Future<Integer>> askMany(String model) {
    return IntStream.range(0, CALLS).mapToObj(number -> ask(model, "call " + number)).toList();
  }

  private Future<Integer> ask(String model, String prompt) {
    String body = SimulatorClient.chat(model, prompt).encode();
    return http.request(HttpMethod.POST, simulator.port(), "127.0.0.1", "/v1/chat/completions")
        .compose(request -> request.send(body))
        .map(HttpClientResponse::statusCode);
  }
}
