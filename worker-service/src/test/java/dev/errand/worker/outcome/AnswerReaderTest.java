package dev.errand.worker.outcome;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.ProviderError;
import dev.errand.job.ProviderError.Header;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.target.Credential;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final String ERROR = "{\"error\":{\"message\":\"no\",\"code\":\"%s\"}}";

  /** In OpenAI's form. */
  private static final String KEPT =
      "{\"error\":{\"message\":%s,\"type\":\"t\",\"param\":null,\"code\":\"c\"}}";

  private final AnswerReader reader =
      new AnswerReader(
          new Credential(List.of("sk-secret-0123456789")), InstantSource.system(), 1000);

  @Test
  void anAnswerIsStoredByteForByteWithTheDataOfTheCall() {
    String body =
        " {\"n\": 1.0e+5, \"choices\": [{\"message\": {\"content\": \"é\"}, \"finish_reason\":"
            + " \"length\"}], \"usage\": {\"prompt_tokens\": 3.0, \"total_tokens\": 7}} ";

    Answered answered = assertInstanceOf(Answered.class, read(200, body));

    assertArrayEquals(body.getBytes(StandardCharsets.UTF_8), answered.body());
    assertEquals(
        new Call(200, "req-7", new Usage(3L, null, 7L)).finished("length"), answered.call());
  }

  @Test
  void theEndpointDeterminesWhatAnAnswerIs() {
    String embedding = "{\"data\":[{\"embedding\":[1]}]}";

    assertInstanceOf(Answered.class, reader.read(Endpoint.EMBEDDINGS, answer(200, embedding)));
    assertInstanceOf(Refused.class, reader.read(Endpoint.COMPLETIONS, answer(200, embedding)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n ", "{\"choices\":", "{\"choices\":[]}", "data: {\"choices\":[]}\n\n"})
  void lessThanAnAnswerSpendsTheAttempt(String body) {
    Broken broken = assertInstanceOf(Broken.class, read(200, body));

    assertEquals(Outcome.FAILED, broken.outcome());
    assertEquals(Failure.Type.INVALID_ANSWER, broken.failure().type());
    assertEquals(200, broken.call().httpStatus());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>", "{} {}", "{\"a\":1}x", "null", "[]", "{\"detail\":\"Not Found\"}"})
  void aBodyThatIsNotAnAnswerIsRejected(String body) {
    Refused refused = assertInstanceOf(Refused.class, read(200, body));

    assertEquals(Failure.Type.INVALID_ANSWER, refused.failure().type());
    assertEquals(200, refused.call().httpStatus());
  }

  @Test
  void anErrorInASuccessfulAnswerMeansWhatItsStatusMeans() {
    Refused refused = assertInstanceOf(Refused.class, read(200, ERROR.formatted("c")));
    assertEquals(new Failure(Failure.Type.PROVIDER_ERROR, "no (c)"), refused.failure());

    Broken broken = assertInstanceOf(Broken.class, read(200, ERROR.formatted("server_error")));
    assertEquals(new Failure(Failure.Type.PROVIDER_ERROR, "no (server_error)"), broken.failure());
    assertEquals(500, broken.call().httpStatus());

    LlmOutcome limited = read(200, ERROR.formatted("rate_limit_exceeded"), "12");
    assertEquals(
        Optional.of(Duration.ofSeconds(12)),
        assertInstanceOf(Throttled.class, limited).pause().asked());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 425, 500, 502, 503, 504, 599})
  void aStatusThatMayPassIsBroken(int status) {
    Broken broken = assertInstanceOf(Broken.class, read(status, ERROR.formatted("c")));

    assertEquals(Outcome.FAILED, broken.outcome());
    assertEquals(status, broken.call().httpStatus());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 403, 404, 413, 422})
  void anyOtherStatusFailsAtOnce(int status) {
    assertInstanceOf(Refused.class, read(status, ERROR.formatted("c")));
  }

  @Test
  void a429ThatSaysForHowLongIsThrottled() {
    LlmOutcome outcome = read(429, ERROR.formatted("rate_limit_exceeded"), "12");

    assertEquals(
        Optional.of(Duration.ofSeconds(12)),
        assertInstanceOf(Throttled.class, outcome).pause().asked());
  }

  @Test
  void anEchoedCredentialIsRemoved() {
    Refused refused =
        assertInstanceOf(
            Refused.class, read(400, "{\"error\":{\"message\":\"bad sk-secret-0123456789!\"}}"));

    assertEquals("bad [redacted]!", refused.failure().message());
    assertFalse(
        read(200, "not json, sk-secret-0123456789").toString().contains("sk-secret-0123456789"));
  }

  @Test
  void anErrorInOpenAisFormIsKeptAsSent() {
    String body =
        " {\"error\": {\"message\": \"ü\",  \"type\": \"t\", \"param\": null, \"code\": 1.0}}";

    LlmOutcome outcome = read(429, body, "12");

    assertEquals(
        new ProviderError(body, List.of(new Header("retry-after", "12"))),
        assertInstanceOf(Throttled.class, outcome).call().error());
  }

  @Test
  void aKeptErrorHasNoCredential() {
    ProviderError error = error("\"bad sk-secret-0123456789!\"").call().error();

    assertEquals(KEPT.formatted("\"bad [redacted]!\""), error.body());
  }

  @Test
  void otherErrorsAreNotKept() {
    for (String message : List.of("1", "null", "\"%s\"".formatted("x".repeat(16 << 10)))) {
      assertNull(error(message).call().error(), message);
    }
    for (String body : List.of("", "no", "[]", "{}", KEPT.formatted("\"a\"") + "x", ERROR)) {
      assertNull(assertInstanceOf(Refused.class, read(400, body)).call().error(), body);
    }
  }

  @Test
  void anErrorThatIsNotInUtf8IsNotKept() {
    byte[] body = KEPT.formatted("\"a\"").getBytes(StandardCharsets.UTF_16LE);

    LlmOutcome outcome =
        reader.read(
            Endpoint.CHAT_COMPLETIONS, new HttpAnswer(400, headers(null), Optional.of(body)));

    assertNull(assertInstanceOf(Refused.class, outcome).call().error());
  }

  private Refused error(String message) {
    return assertInstanceOf(Refused.class, read(400, KEPT.formatted(message)));
  }

  @Test
  void anAnswerOverTheLimitIsRejectedWithAdvice() {
    Refused refused =
        assertInstanceOf(
            Refused.class,
            reader.read(
                Endpoint.CHAT_COMPLETIONS, new HttpAnswer(200, headers(null), Optional.empty())));

    assertEquals(Failure.Type.ANSWER_TOO_LARGE, refused.failure().type());
    assertTrue(refused.failure().message().contains("more than 1000 bytes"));
    assertEquals("req-7", refused.call().requestId());
  }

  private LlmOutcome read(int status, String body) {
    return read(status, body, null);
  }

  private LlmOutcome read(int status, String body, String retryAfter) {
    return reader.read(Endpoint.CHAT_COMPLETIONS, answer(status, body, retryAfter));
  }

  private static HttpAnswer answer(int status, String body) {
    return answer(status, body, null);
  }

  private static HttpAnswer answer(int status, String body, String retryAfter) {
    return new HttpAnswer(
        status, headers(retryAfter), Optional.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static MultiMap headers(String retryAfter) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("X-Request-Id", "req-7");
    return retryAfter == null ? headers : headers.set("Retry-After", retryAfter);
  }
}
