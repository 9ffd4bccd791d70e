package dev.errand.worker.llm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.llm.LlmOutcome.Aborted;
import dev.errand.worker.llm.LlmOutcome.Answered;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LlmClientTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final byte[] BODY =
      " {\"model\" :\"m\", \"é\": 1.0e+5}".getBytes(StandardCharsets.UTF_8);
  private static final String ANSWER = " {\"ok\": true } ";

  private final Vertx vertx = Vertx.vertx();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<Buffer> bodies = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void bodiesPassByteForByteBothWays() {
    int port = serve((_, response) -> response.end(ANSWER));

    Answered answered = assertInstanceOf(Answered.class, call(client(port)));

    assertArrayEquals(ANSWER.getBytes(StandardCharsets.UTF_8), answered.body());
    assertArrayEquals(BODY, bodies.getFirst().getBytes());
  }

  @Test
  void aLargeBodyPassesBothWays() {
    String large = "{\"a\":\"" + "x".repeat(5_000_000) + "\"}";
    int port = serve((_, response) -> response.end(large));
    ClaimedJob job = job(Endpoint.RESPONSES, large.getBytes(StandardCharsets.UTF_8));

    LlmOutcome outcome = client(port).begin(job).await(SOON);

    assertEquals(large.length(), assertInstanceOf(Answered.class, outcome).body().length);
    assertEquals(large.length(), bodies.getFirst().length());
  }

  @Test
  void theEndpointStandsBelowTheBaseUrlAndBeforeItsQuery() {
    int port = serve((_, response) -> response.end(ANSWER));

    call(client("http://localhost:%d/a/v1".formatted(port)), Endpoint.EMBEDDINGS);
    call(client("http://localhost:%d/v1/".formatted(port)), Endpoint.CHAT_COMPLETIONS);
    call(client("http://localhost:%d".formatted(port)), Endpoint.COMPLETIONS);
    call(client("http://localhost:%d/v1?api-version=7".formatted(port)), Endpoint.RESPONSES);

    assertEquals(
        List.of(
            "POST /a/v1/embeddings",
            "POST /v1/chat/completions",
            "POST /completions",
            "POST /v1/responses?api-version=7"),
        seen);
  }

  @Test
  void theKeyGoesAsABearerTokenAndBlankMeansNone() {
    List<String> headers = new ArrayList<>();
    int port =
        serve(
            (request, response) -> {
              headers.add(
                  "%s %s %s"
                      .formatted(
                          request.getHeader("Authorization"),
                          request.getHeader("Content-Type"),
                          request.getHeader("Accept")));
              response.end(ANSWER);
            });

    call(client(port, Map.of("errand.providers.p.api-key", "sk-1")));
    call(client(port, Map.of("errand.providers.p.api-key", " ")));

    assertEquals(
        List.of(
            "Bearer sk-1 application/json application/json",
            "null application/json application/json"),
        headers);
  }

  @Test
  void aRedirectIsNotFollowed() {
    int port =
        serve(
            (_, response) ->
                response.setStatusCode(307).putHeader("Location", "/v1/elsewhere").end("{}"));

    Refused refused = assertInstanceOf(Refused.class, call(client(port)));

    assertEquals(307, refused.call().httpStatus());
    assertEquals(1, seen.size());
  }

  @Test
  void aConnectionIsKeptForTheNextCall() {
    int port = serve((_, response) -> response.end(ANSWER));
    LlmClient client = client(port);

    for (int i = 0; i < 5; i++) {
      assertInstanceOf(Answered.class, call(client));
    }

    assertEquals(1, connections.get());
  }

  @Test
  void aKeptConnectionThatTheProviderClosedFailsNoCall() {
    int port =
        serve(
            (request, response) -> {
              response.end(ANSWER);
              vertx.setTimer(1, _ -> request.connection().close());
            });
    LlmClient client = client(port);

    for (int i = 1; i <= 5; i++) {
      assertInstanceOf(Answered.class, call(client));
      int ended = i;
      await().atMost(SOON).until(() -> closed.get() == ended);
    }
  }

  @Test
  void aCallWhoseConnectionBreaksIsBrokenAndNotSentAgain() {
    int port = serve((request, _) -> request.connection().close());

    Broken broken = assertInstanceOf(Broken.class, call(client(port)));

    assertEquals(Failure.Type.CONNECTION, broken.failure().type());
    assertEquals(1, seen.size());
  }

  @Test
  void anIdleConnectionIsClosedBeforeServersDoSo() {
    int port = serve((_, response) -> response.end(ANSWER));

    call(client(port));
    long answered = System.nanoTime();
    await().atMost(SOON).until(() -> closed.get() == 1);

    assertTrue(System.nanoTime() - answered < Duration.ofSeconds(5).toNanos());
  }

  @Test
  void abortClosesTheConnectionAtOnce() {
    int port = serve((_, _) -> {});
    LlmCall call = client(port).begin(job(Endpoint.RESPONSES, BODY));
    await().atMost(SOON).until(() -> seen.size() == 1);

    call.abort();

    assertInstanceOf(Aborted.class, call.await(SOON));
    await().atMost(Duration.ofSeconds(1)).until(() -> closed.get() == 1);
  }

  @Test
  void aLateAbortLeavesTheNextCallOfTheConnectionAlone() {
    int port = serve((_, response) -> vertx.setTimer(100, _ -> response.end(ANSWER)));
    LlmClient client = client(port);
    LlmCall first = client.begin(job(Endpoint.RESPONSES, BODY));
    assertInstanceOf(Answered.class, first.await(SOON));
    LlmCall second = client.begin(job(Endpoint.RESPONSES, BODY));
    await().atMost(SOON).until(() -> seen.size() == 2);

    first.abort();

    assertInstanceOf(Answered.class, second.await(SOON));
    assertEquals(1, connections.get());
  }

  @Test
  void aCallThatIsAbortedAtOnceTakesNoPlace() {
    int port = serve((_, response) -> response.end(ANSWER));
    LlmClient client = client(port, Map.of("errand.worker.concurrency", "1"));

    for (int i = 0; i < 20; i++) {
      client.begin(job(Endpoint.RESPONSES, BODY)).abort();
    }

    assertInstanceOf(Answered.class, call(client));
  }

  @Test
  void noAnswerInTimeClosesTheConnection() {
    int port = serve((_, response) -> response.setChunked(true).write("{"));

    LlmOutcome outcome =
        client(port).begin(job(Endpoint.RESPONSES, BODY)).await(Duration.ofMillis(300));

    assertEquals(Outcome.TIMED_OUT, assertInstanceOf(Broken.class, outcome).outcome());
    await().atMost(SOON).until(() -> closed.get() == 1);
  }

  @Test
  void asManyCallsAreInFlightAsTheWorkerMayMake() {
    int port = serve((_, _) -> {});
    LlmClient client = client(port, Map.of("errand.worker.concurrency", "50"));
    List<LlmCall> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(client.begin(job(Endpoint.RESPONSES, BODY)));
    }

    await().atMost(SOON).until(() -> seen.size() == 50);
    calls.forEach(LlmCall::abort);
  }

  @Test
  void aProviderThatIsAwayIsAConnectionFailureThatNamesIt() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    Broken broken = assertInstanceOf(Broken.class, call(client(port)));

    assertEquals(Failure.Type.CONNECTION, broken.failure().type());
    assertTrue(broken.failure().message().contains("localhost"), broken.failure().message());
  }

  @Test
  void aBaseUrlOfAnotherKindEndsTheStart() {
    for (String url : List.of("localhost:8090/v1", "ftp://localhost/v1", "/v1")) {
      String message = assertThrows(IllegalArgumentException.class, () -> client(url)).getMessage();
      assertTrue(message.contains(url), message);
    }
  }

  private int serve(BiConsumer<HttpServerRequest, HttpServerResponse> answer) {
    return vertx
        .createHttpServer()
        .connectionHandler(
            connection -> {
              connections.incrementAndGet();
              connection.closeHandler(_ -> closed.incrementAndGet());
            })
        .requestHandler(
            request ->
                request.bodyHandler(
                    body -> {
                      bodies.add(body);
                      seen.add(request.method() + " " + request.uri());
                      answer.accept(request, request.response());
                    }))
        .listen(0)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private LlmClient client(int port) {
    return client(port, Map.of());
  }

  private LlmClient client(int port, Map<String, String> settings) {
    return new TestedConfig("http://localhost:%d/v1".formatted(port), settings).client(vertx);
  }

  private LlmClient client(String baseUrl) {
    return new TestedConfig(baseUrl, Map.of()).client(vertx);
  }

  private static LlmOutcome call(LlmClient client) {
    return call(client, Endpoint.CHAT_COMPLETIONS);
  }

  private static LlmOutcome call(LlmClient client, Endpoint endpoint) {
    return client.begin(job(endpoint, BODY)).await(SOON);
  }

  private static ClaimedJob job(Endpoint endpoint, byte[] body) {
    Lease lease = new Lease(UUID.randomUUID(), 1);
    return new ClaimedJob(lease, "l", 0, 1, Optional.empty(), endpoint, "m", body);
  }
}
