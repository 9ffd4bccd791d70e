package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.contentOf;
import static dev.errand.simulator.SimulatorClient.error;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.answer.Answers;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @Test
  void latencyDelaysTheAnswer() throws Exception {
    long start = System.nanoTime();

    HttpResponse<String> response = client.ask("sim-latency-300ms", "slow");

    assertEquals(200, response.statusCode());
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
  }

  @Test
  void anErrorHasTheStatusAskedForAndOpenAisEnvelope() throws Exception {
    HttpResponse<String> response = client.ask("sim-error-503", "broken");

    assertEquals(503, response.statusCode());
    assertEquals("server_error", error(response).getString("type"));
    assertTrue(error(response).fieldNames().containsAll(List.of("message", "param", "code")));
  }

  @Test
  void aBareStatusIsAnErrorToo() throws Exception {
    HttpResponse<String> response = client.ask("sim-400", "bad");

    assertEquals(400, response.statusCode());
    assertEquals("invalid_request_error", error(response).getString("type"));
  }

  @Test
  void aRateLimitSaysWhenToRetry() throws Exception {
    HttpResponse<String> response = client.ask("sim-429-retry-2s", "limited");

    assertEquals(429, response.statusCode());
    assertEquals("rate_limit_exceeded", error(response).getString("code"));
    assertEquals(Optional.of("2"), response.headers().firstValue("Retry-After"));
  }

  @Test
  void aRetryDelayBelowASecondIsAlsoSentInMilliseconds() throws Exception {
    HttpResponse<String> response = client.ask("sim-429-retry-50ms", "limited");

    assertEquals(Optional.of("1"), response.headers().firstValue("Retry-After"));
    assertEquals(Optional.of("50"), response.headers().firstValue("retry-after-ms"));
  }

  @Test
  void anExhaustedQuotaHasNoTimeToRetry() throws Exception {
    HttpResponse<String> response = client.ask("sim-quota", "poor");

    assertEquals(429, response.statusCode());
    assertEquals("insufficient_quota", error(response).getString("code"));
    assertEquals(Optional.empty(), response.headers().firstValue("Retry-After"));
  }

  @Test
  void aHangingCallStaysInFlight() {
    CompletableFuture<?> call = client.askLater("sim-hang", "hang");

    await().until(() -> simulator.calls().count("hang") == 1);
    assertFalse(call.isDone());
    assertTrue(simulator.calls().inFlight() > 0);
    call.cancel(true);
  }

  @Test
  void aResetClosesTheSocketWithoutAnAnswer() throws Exception {
    assertThrows(IOException.class, () -> client.ask("sim-reset", "reset"));

    assertEquals(1, client.callsOf("reset").getInteger("count"));
    assertEquals(0, client.callsOf("reset").getInteger("closed_by_client"));
  }

  @Test
  void aTruncatedAnswerEndsBeforeItsLength() {
    assertThrows(IOException.class, () -> client.ask("sim-truncated", "cut"));
  }

  @Test
  void anOverlongAnswerIsWholeAtItsAnnouncedLength() throws Exception {
    HttpResponse<String> response = client.ask("sim-overlong", "long");

    assertEquals(Answers.textFor("long"), contentOf(response));
  }

  @Test
  void anAnswerThatHangsHalfwayStaysInFlight() {
    CompletableFuture<HttpResponse<String>> call = client.askLater("sim-hangbody", "half");

    await().until(() -> simulator.calls().count("half") == 1);
    assertFalse(call.isDone());
    call.cancel(true);
    await().until(() -> simulator.calls().closedByClient("half") == 1);
  }

  @Test
  void anAnswerCanComeByteByByte() throws Exception {
    HttpResponse<String> response = client.ask("sim-trickle-1ms", "drop");

    assertEquals(Answers.textFor("drop"), contentOf(response));
  }

  @ParameterizedTest
  @CsvSource({
    "sim-interim-102, 'HTTP/1.1 102 Interim', 2",
    "sim-interim-199-latency-50ms, 'HTTP/1.1 199 Interim', 2",
    "sim-again-20ms, 'HTTP/1.1 200 OK', 2",
    "sim-late-20ms, '{\"more\": true}', 1",
    "sim-close-20ms, 'HTTP/1.1 200 OK', 1"
  })
  void aConnectionCanCarryMoreThanAnAnswer(String model, String what, int times) throws Exception {
    String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"more\"}]}";
    String json = body.formatted(model);
    StringBuilder got = new StringBuilder();
    try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
      String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n";
      socket.getOutputStream().write((head.formatted(json.length()) + json).getBytes());
      socket.setSoTimeout(10_000);
      InputStream in = socket.getInputStream();
      while (count(got, what) < times || !got.toString().contains(Answers.textFor("more"))) {
        int next = in.read();
        assertTrue(next >= 0, "closed after " + got);
        got.append((char) next);
      }
      if (model.contains("close")) {
        while (in.read() >= 0) {}
      }
    }
    assertEquals(times, count(got, what), got::toString);
  }

  private static long count(CharSequence text, String word) {
    return Pattern.compile(Pattern.quote(word)).matcher(text).results().count();
  }

  @Test
  void aRedirectLeadsToItself() throws Exception {
    HttpResponse<String> response = client.ask("sim-redirect", "elsewhere");

    assertEquals(307, response.statusCode());
    assertEquals(Optional.of("/v1/chat/completions"), response.headers().firstValue("Location"));
  }

  @ParameterizedTest
  @CsvSource({"sim-big-1000, 1000", "sim-big-3m, 3145728"})
  void aBigAnswerHasItsSizeAndIsJson(String model, int bytes) throws Exception {
    HttpResponse<String> response = client.ask(model, "big");

    assertEquals(bytes, response.body().length());
    assertEquals(Optional.empty(), response.headers().firstValue("Content-Length"));
    assertTrue(SimulatorClient.json(response).containsKey("padding"));
    assertEquals(1, SimulatorClient.json(response).getJsonArray("choices").size());
  }

  @Test
  void aMalformedAnswerIsNotJson() throws Exception {
    HttpResponse<String> response = client.ask("sim-malformed", "garbled");

    assertEquals(200, response.statusCode());
    assertThrows(DecodeException.class, () -> SimulatorClient.json(response));
  }

  @Test
  void anErrorCanHideInA200() throws Exception {
    HttpResponse<String> response = client.ask("sim-errorbody", "hidden");

    assertEquals(200, response.statusCode());
    assertEquals("server_error", error(response).getString("type"));
  }

  @Test
  void aWebPageCanComeInsteadOfAnAnswer() throws Exception {
    HttpResponse<String> response = client.ask("sim-html", "page");

    assertEquals(200, response.statusCode());
    assertEquals(Optional.of("text/html"), response.headers().firstValue("Content-Type"));
  }

  @Test
  void aFlakyModelFailsTheFirstCallsOfEachKey() throws Exception {
    assertEquals(500, client.ask("sim-flaky-2", "flaky").statusCode());
    assertEquals(500, client.ask("sim-flaky-2", "flaky").statusCode());
    assertEquals(200, client.ask("sim-flaky-2", "flaky").statusCode());
    assertEquals(500, client.ask("sim-flaky-2", "another").statusCode());
  }

  @Test
  void aThrottledModelRejectsTheFirstCalls() throws Exception {
    HttpResponse<String> first = client.ask("sim-throttle-1-retry-1s", "throttled");

    assertEquals(429, first.statusCode());
    assertEquals(Optional.of("1"), first.headers().firstValue("Retry-After"));
    assertEquals(200, client.ask("sim-throttle-1-retry-1s", "throttled").statusCode());
  }

  @Test
  void anyFaultCanBeMetByTheFirstCallsOnly() throws Exception {
    assertEquals(
        Optional.of("text/html"),
        client.ask("sim-first-1-html", "first").headers().firstValue("Content-Type"));
    assertEquals(Answers.textFor("first"), contentOf(client.ask("sim-first-1-html", "first")));
  }

  @Test
  void anUnknownDirectiveIsRejectedNamingTheKnownOnes() throws Exception {
    HttpResponse<String> response = client.ask("sim-explode", "what");

    assertEquals(400, response.statusCode());
    assertEquals("model", error(response).getString("param"));
    assertTrue(error(response).getString("message").contains("errorrate-P"));
  }

  @Test
  void defaultsHoldForEveryModelUntilADirectiveOverridesThem() throws Exception {
    SimulatorOptions options = SimulatorOptions.anyPort().withFaults("error-503");
    try (Simulator broken = Simulator.start(options)) {
      SimulatorClient toBroken = new SimulatorClient(broken);

      assertEquals(503, toBroken.ask("gpt-4o", "default").statusCode());
      assertEquals(502, toBroken.ask("sim-502", "other").statusCode());
      assertEquals(200, toBroken.ask("sim-ok", "none").statusCode());
    }
  }
}
