package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a provider that violates the protocol, contradicts itself or breaks down. */
class LlmClientFaultsTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void aRedirectIsNotFollowedAndFailsTheJob(int status) {
    int port =
        provider.serve(
            (_, response) ->
                response.setStatusCode(status).putHeader("Location", "/v1/elsewhere").end("{}"));

    Refused refused = assertInstanceOf(Refused.class, provider.call(provider.client(port)));

    assertEquals(status, refused.call().httpStatus());
    assertEquals(1, provider.seen.size());
  }

  @Test
  void aCallWhoseConnectionIsClosedIsBrokenAndNotSentAgain() {
    int port = provider.serve((request, _) -> request.connection().close());

    assertBroken(provider.call(provider.client(port)));

    assertEquals(1, provider.seen.size());
  }

  @Test
  void aCallWhoseConnectionIsResetIsBrokenAndNotSentAgain() throws Exception {
    try (RawServer server = new RawServer(LlmClientFaultsTest::reset)) {
      assertBroken(provider.call(provider.client(server.port())));

      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\": true}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ok\"",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: no number\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Len",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n"
      })
  void anAnswerThatIsCutOffOrNoHttpIsBroken(String answer) throws Exception {
    try (RawServer server = new RawServer(RawServer.answer(answer))) {
      assertBroken(provider.call(provider.client(server.port())));

      assertEquals(1, server.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}\r\n", "{}"})
  void bytesBeyondTheAnnouncedLengthAreInNoAnswerAndAtMostBreakTheNextCall(String more)
      throws Exception {
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s%s"
            .formatted(ScriptedProvider.ANSWER.length(), ScriptedProvider.ANSWER, more);
    try (RawServer server = new RawServer(RawServer.answerEach(answer))) {
      LlmClient client = provider.client(server.port());
      boolean broke = true;
      for (int i = 0; i < 6; i++) {
        LlmOutcome outcome = provider.call(client);
        if (outcome instanceof Answered answered) {
          assertEquals(
              ScriptedProvider.ANSWER, new String(answered.body(), StandardCharsets.UTF_8));
          broke = false;
        } else {
          assertBroken(outcome);
          assertFalse(broke, "the first, or two in a row");
          broke = true;
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
      })
  void anAnswerThatStopsIsTimedOutAndItsConnectionClosed(String answer) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            client -> {
              RawServer.answerAndWait(answer).run(client);
              closed.countDown();
            })) {
      assertTimedOut(provider.begin(provider.client(server.port())).await(SHORT));

      await().atMost(SOON).until(() -> closed.getCount() == 0);
    }
  }

  @Test
  void anAnswerThatTricklesIsTimedOut() throws Exception {
    try (RawServer server = new RawServer(LlmClientFaultsTest::trickle)) {
      assertTimedOut(provider.begin(provider.client(server.port())).await(SHORT));
    }
  }

  @Test
  void aProviderThatReadsNoRequestIsTimedOut() throws Exception {
    try (RawServer server = new RawServer(_ -> Thread.sleep(SOON))) {
      var job = ScriptedProvider.job(Endpoint.RESPONSES, new byte[16 << 20]);

      assertTimedOut(provider.begin(provider.client(server.port()), job).await(SHORT));
    }
  }

  @Test
  void anUnreachableProviderReceivedNothingAndIsNamed() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    NotSent notSent = assertInstanceOf(NotSent.class, provider.call(provider.client(port)));

    assertEquals(Failure.Type.UNREACHABLE, notSent.failure().type());
    assertTrue(notSent.failure().message().contains("localhost"), notSent.failure().message());
  }

  @Test
  void anUnknownHostIsAnUnreachableProvider() {
    LlmOutcome outcome = provider.call(provider.client("http://provider.invalid/v1"));

    assertEquals(
        Failure.Type.UNREACHABLE, assertInstanceOf(NotSent.class, outcome).failure().type());
  }

  @Test
  void aTlsHandshakeThatTakesTooLongIsNotAConnection() throws Exception {
    try (RawServer server = new RawServer(_ -> Thread.sleep(SOON))) {
      LlmClient client =
          new TestedConfig(
                  "https://localhost:%d/v1".formatted(server.port()),
                  Map.of("errand.providers.p.connect-timeout", "0.5S"))
              .client(provider.vertx);

      long began = System.nanoTime();
      assertInstanceOf(NotSent.class, provider.call(client));

      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
    }
  }

  private static void assertBroken(LlmOutcome outcome) {
    Broken broken = assertInstanceOf(Broken.class, outcome);
    assertEquals(Outcome.FAILED, broken.outcome());
    assertEquals(Failure.Type.CONNECTION, broken.failure().type());
  }

  private static void assertTimedOut(LlmOutcome outcome) {
    Broken broken = assertInstanceOf(Broken.class, outcome);
    assertEquals(Outcome.TIMED_OUT, broken.outcome());
    assertEquals(Failure.Type.TIMEOUT, broken.failure().type());
  }

  private static void reset(Socket client) throws IOException {
    RawServer.readRequest(client);
    client.setSoLinger(true, 0);
  }

  private static void trickle(Socket client) throws IOException, InterruptedException {
    RawServer.answer("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n").run(client);
    OutputStream out = client.getOutputStream();
    while (true) {
      out.write(' ');
      Thread.sleep(20);
    }
  }
}
