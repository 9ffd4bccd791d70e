package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.ANSWER;
import static dev.errand.worker.llm.ScriptedProvider.BODY;
import static dev.errand.worker.llm.ScriptedProvider.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LlmClientTest {

  private static final Map<String, String> NO_REST = Map.of("errand.providers.p.rest", "0S");

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @Test
  void bodiesPassByteForByteBothWays() {
    int port = provider.serve((_, response) -> response.end(ANSWER));

    Answered answered = assertInstanceOf(Answered.class, provider.call(provider.client(port)));

    assertArrayEquals(ANSWER.getBytes(StandardCharsets.UTF_8), answered.body());
    assertArrayEquals(BODY, provider.bodies.getFirst().getBytes());
  }

  @Test
  void aLargeBodyPassesBothWays() {
    String large =
        "{\"status\":\"completed\",\"output\":[1],\"a\":\"" + "x".repeat(5_000_000) + "\"}";
    int port = provider.serve((_, response) -> response.end(large));
    ClaimedJob job =
        ScriptedProvider.job(Endpoint.RESPONSES, large.getBytes(StandardCharsets.UTF_8));

    LlmOutcome outcome = provider.begin(provider.client(port), job).await(SOON);

    assertEquals(large.length(), assertInstanceOf(Answered.class, outcome).body().length);
    assertEquals(large.length(), provider.bodies.getFirst().length());
  }

  @Test
  void theEndpointFollowsTheBaseUrlAndPrecedesItsQuery() {
    int port = provider.serve((_, response) -> response.end(ANSWER));

    provider.call(provider.client("http://localhost:%d/a/v1".formatted(port)), Endpoint.EMBEDDINGS);
    provider.call(
        provider.client("http://localhost:%d/v1/".formatted(port)), Endpoint.CHAT_COMPLETIONS);
    provider.call(provider.client("http://localhost:%d".formatted(port)), Endpoint.COMPLETIONS);
    provider.call(
        provider.client("http://localhost:%d/v1?api-version=7".formatted(port)),
        Endpoint.RESPONSES);

    assertEquals(
        List.of(
            "POST /a/v1/embeddings",
            "POST /v1/chat/completions",
            "POST /completions",
            "POST /v1/responses?api-version=7"),
        provider.seen);
  }

  @Test
  void theKeyGoesAsABearerTokenAndBlankMeansNone() {
    List<String> headers = new ArrayList<>();
    int port =
        provider.serve(
            (request, response) -> {
              headers.add(
                  "%s %s %s"
                      .formatted(
                          request.getHeader("Authorization"),
                          request.getHeader("Content-Type"),
                          request.getHeader("Accept")));
              response.end(ANSWER);
            });

    provider.call(provider.client(port, Map.of("errand.providers.p.api-key", "sk-1")));
    provider.call(provider.client(port, Map.of("errand.providers.p.api-key", " ")));

    assertEquals(
        List.of(
            "Bearer sk-1 application/json application/json",
            "null application/json application/json"),
        headers);
  }

  @Test
  void aConnectionIsKeptForTheNextCall() {
    int port = provider.serve((_, response) -> response.end(ANSWER));
    LlmClient client = provider.client(port, NO_REST);

    for (int i = 0; i < 5; i++) {
      assertInstanceOf(Answered.class, provider.call(client));
    }

    assertEquals(1, provider.connections.get());
  }

  @Test
  void aKeptConnectionThatTheProviderClosedFailsNoCall() {
    int port =
        provider.serve(
            (request, response) -> {
              response.end(ANSWER);
              provider.vertx.setTimer(1, _ -> request.connection().close());
            });
    LlmClient client = provider.client(port);

    for (int i = 1; i <= 5; i++) {
      assertInstanceOf(Answered.class, provider.call(client));
      int ended = i;
      await().atMost(SOON).until(() -> provider.closed.get() == ended);
    }
  }

  @Test
  void anIdleConnectionIsClosedBeforeServersDoSo() {
    int port = provider.serve((_, response) -> response.end(ANSWER));

    provider.call(provider.client(port));
    long answered = System.nanoTime();
    await().atMost(SOON).until(() -> provider.closed.get() == 1);

    assertTrue(System.nanoTime() - answered < Duration.ofSeconds(5).toNanos());
  }

  @Test
  void abortClosesTheConnectionImmediately() {
    int port = provider.serve((_, _) -> {});
    LlmCall call = provider.begin(provider.client(port));
    await().atMost(SOON).until(() -> provider.seen.size() == 1);

    call.abort();

    assertInstanceOf(Aborted.class, call.await(SOON));
    // An idle one is closed too, but after seconds.
    await().atMost(Duration.ofSeconds(1)).until(() -> provider.closed.get() == 1);
  }

  @Test
  void aLateAbortLeavesTheNextCallOfTheConnectionAlone() {
    int port =
        provider.serve((_, response) -> provider.vertx.setTimer(100, _ -> response.end(ANSWER)));
    LlmClient client = provider.client(port, NO_REST);
    LlmCall first = provider.begin(client);
    assertInstanceOf(Answered.class, first.await(SOON));
    LlmCall second = provider.begin(client);
    await().atMost(SOON).until(() -> provider.seen.size() == 2);

    first.abort();

    assertInstanceOf(Answered.class, second.await(SOON));
    assertEquals(1, provider.connections.get());
  }

  @Test
  void aCallThatIsAbortedImmediatelyTakesNoPlace() {
    int port = provider.serve((_, response) -> response.end(ANSWER));
    LlmClient client = provider.client(port, Map.of("errand.worker.concurrency", "1"));

    for (int i = 0; i < 20; i++) {
      provider.begin(client).abort();
    }

    assertInstanceOf(Answered.class, provider.call(client));
  }

  @Test
  void asManyCallsAreInFlightAsTheWorkerMayMake() {
    int port = provider.serve((_, _) -> {});
    LlmClient client = provider.client(port, Map.of("errand.worker.concurrency", "50"));
    List<LlmCall> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(provider.begin(client));
    }

    await().atMost(SOON).until(() -> provider.seen.size() == 50);
    calls.forEach(LlmCall::abort);
  }

  @Test
  void aBaseUrlOfAnotherKindEndsTheStart() {
    for (String url : List.of("localhost:8090/v1", "ftp://localhost/v1", "/v1")) {
      String message =
          assertThrows(ConfigurationException.class, () -> provider.client(url)).getMessage();
      assertTrue(message.contains(url), message);
    }
  }

  @Test
  void theIdempotencyKeyIsTheSameForAllAttemptsOfALifeAndForNoOther() {
    List<String> keys = new ArrayList<>();
    int port =
        provider.serve(
            (request, response) -> {
              keys.add(request.getHeader("Idempotency-Key"));
              response.end(ANSWER);
            });
    LlmClient client =
        provider.client(port, Map.of("errand.providers.p.idempotency-header", "Idempotency-Key"));
    UUID id = UUID.randomUUID();

    for (ClaimedJob job :
        List.of(job(id, 1, 1), job(id, 2, 1), job(id, 3, 2), job(UUID.randomUUID(), 1, 1))) {
      assertInstanceOf(Answered.class, provider.begin(client, job).await(SOON));
    }
    provider.call(provider.client(port));

    assertEquals(List.of(id + "-1", id + "-1", id + "-2"), keys.subList(0, 3));
    assertTrue(!keys.get(3).startsWith(id.toString()));
    assertNull(keys.get(4));
  }

  private static ClaimedJob job(UUID id, int attempt, int life) {
    return ScriptedProvider.job(new Lease(id, attempt), life, Endpoint.RESPONSES, BODY);
  }
}
