package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.BODY;
import static dev.errand.worker.llm.ScriptedProvider.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import io.vertx.core.http.HttpServerResponse;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of any size, and how much of them is in memory. */
class LlmClientMemoryTest {

  private static final int LIMIT = 100_000;

  /** For a hundred megabytes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Map<String, String> LIMITED =
      Map.of("errand.worker.answer-limit", String.valueOf(LIMIT));

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerOfExactlyTheLimitIsAccepted(boolean announced) {
    int port = provider.serve((_, response) -> send(response, LIMIT, announced));

    Answered answered =
        assertInstanceOf(Answered.class, provider.call(provider.client(port, LIMITED)));

    assertEquals(json(LIMIT), new String(answered.body()));
    assertEquals(LIMIT, provider.memory.held());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargerOneFailsForGoodAndItsConnectionIsClosed(boolean announced) {
    int port = provider.serve((_, response) -> send(response, LIMIT + 1, announced));

    Refused refused =
        assertInstanceOf(Refused.class, provider.call(provider.client(port, LIMITED)));

    assertEquals(Failure.Type.ANSWER_TOO_LARGE, refused.failure().type());
    assertTrue(refused.failure().message().contains("errand.worker.answer-limit"));
    assertEquals(200, refused.call().httpStatus());
    assertEquals(0, provider.memory.held());
    await().atMost(SOON).until(() -> provider.closed.get() == 1);
  }

  @Test
  void anAnnouncedLengthOverTheLimitIsRejectedBeforeTheBodyArrives() {
    int port =
        provider.serve(
            (_, response) ->
                response.putHeader("Content-Length", "104857600").write("{\"only\": \"a bit"));

    assertInstanceOf(Refused.class, provider.call(provider.client(port, LIMITED)));
  }

  @Test
  void aLargeErrorKeepsTheMeaningOfItsStatus() {
    int port =
        provider.serve((_, response) -> send(response.setStatusCode(503), 10 * LIMIT, false));

    Broken broken = assertInstanceOf(Broken.class, provider.call(provider.client(port, LIMITED)));

    assertEquals(503, broken.call().httpStatus());
    assertTrue(broken.failure().message().contains("errand.worker.answer-limit"));
  }

  @Test
  void theNextCallAfterALargeAnswerHasAConnection() {
    int port =
        provider.serve(
            (_, response) ->
                send(response, provider.seen.size() % 2 == 1 ? 10 * LIMIT : 100, false));
    LlmClient client =
        provider.client(
            port,
            Map.of("errand.worker.answer-limit", "" + LIMIT, "errand.worker.concurrency", "1"));

    for (int i = 0; i < 10; i++) {
      assertInstanceOf(Refused.class, provider.call(client));
      assertInstanceOf(Answered.class, provider.call(client));
    }
  }

  @Test
  void aRequestIsReleasedOnceItIsSent() {
    int port = provider.serve((_, _) -> {});
    LlmCall call = provider.begin(provider.client(port));

    await().atMost(SOON).until(() -> provider.seen.size() == 1);

    await().atMost(SOON).until(() -> provider.memory.held() == 0);
    call.abort();
  }

  @Test
  void nothingHoldsARequestWhileItsAnswerIsWaitedFor() {
    int port = provider.serve((_, _) -> {});
    LlmClient client = provider.client(port);
    List<WeakReference<byte[]>> bodies = new ArrayList<>();
    LlmCall call = begin(client, bodies);

    await().atMost(SOON).until(() -> provider.seen.size() == 1);

    await()
        .atMost(SOON)
        .until(
            () -> {
              System.gc();
              return bodies.getFirst().refersTo(null);
            });
    call.abort();
  }

  /** In a separate method, so that no stack frame of the test holds the request. */
  private LlmCall begin(LlmClient client, List<WeakReference<byte[]>> bodies) {
    byte[] body = BODY.clone();
    bodies.add(new WeakReference<>(body));
    return client.begin(
        ScriptedProvider.job(Endpoint.RESPONSES, body), provider.memory.reserve(body.length));
  }

  @Test
  void anAnswerWaitsInItsConnectionUntilThereIsMemoryForIt() throws InterruptedException {
    int port = provider.serve((_, response) -> send(response, LIMIT, false));
    LlmClient client = provider.client(port);
    ByteBudget memory = new ByteBudget(LIMIT);
    List<ByteBudget.Reservation> reservations = new ArrayList<>();
    List<Thread> calls = new ArrayList<>();
    List<LlmOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 3; i++) {
      ByteBudget.Reservation reservation = memory.reserve(0);
      reservations.add(reservation);
      LlmCall call = client.begin(ScriptedProvider.job(Endpoint.RESPONSES, BODY), reservation);
      calls.add(Thread.ofVirtual().start(() -> outcomes.add(call.await(SOON))));
      // The second exceeds the limit, which one answer always may.
      assertEquals(i < 2, calls.get(i).join(Duration.ofMillis(i < 2 ? 10_000 : 300)));
    }
    long waiting = memory.held();
    assertTrue(waiting >= 2 * LIMIT && waiting < 3 * LIMIT, "held " + waiting);
    assertEquals(0, memory.free());

    reservations.get(0).close();
    assertFalse(calls.get(2).join(Duration.ofMillis(100)));
    reservations.get(1).close();

    assertTrue(calls.get(2).join(SOON));
    assertTrue(outcomes.stream().allMatch(Answered.class::isInstance), outcomes::toString);
    assertEquals(LIMIT, memory.held());
  }

  @Test
  void manyLargeAnswersAreNeverInMemoryAllAtOnce() {
    int calls = 100;
    int bytes = 1_000_000;
    int port = provider.serve((_, response) -> send(response, bytes, false));
    LlmClient client = provider.client(port);
    ByteBudget memory = new ByteBudget(2 * bytes);
    AtomicLong most = new AtomicLong();
    AtomicInteger answered = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      ByteBudget.Reservation reservation = memory.reserve(0);
      LlmCall call = client.begin(ScriptedProvider.job(Endpoint.RESPONSES, BODY), reservation);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (reservation) {
                      answered.addAndGet(call.await(PATIENCE) instanceof Answered ? 1 : 0);
                      most.accumulateAndGet(memory.held(), Math::max);
                    }
                  }));
    }

    await().atMost(PATIENCE).until(() -> threads.stream().noneMatch(Thread::isAlive));

    assertEquals(calls, answered.get());
    // The limit, the one answer that may exceed it, and one read of each other call.
    long bound = 3L * bytes + calls * (128 << 10);
    assertTrue(most.get() >= bytes && most.get() < bound, "held " + most.get());
    assertEquals(0, memory.held());
  }

  private static void send(HttpServerResponse response, int bytes, boolean announced) {
    if (announced) {
      response.putHeader("Content-Length", String.valueOf(bytes));
    } else {
      response.setChunked(true);
    }
    response.end(json(bytes));
  }

  private static String json(int bytes) {
    String before =
        "{\"status\":\"completed\",\"output\":[1],\"choices\":[{\"message\":{\"content\":\"";
    String after = "\"}}]}";
    return before + "x".repeat(bytes - before.length() - after.length()) + after;
  }
}
