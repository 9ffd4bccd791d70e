package dev.errand.worker.llm;

import com.fasterxml.jackson.core.JacksonException;
import dev.errand.job.Failure;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.llm.LlmOutcome.Answered;
import dev.errand.worker.llm.LlmOutcome.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;

/** The one place that says what a provider's HTTP answer means. */
final class AnswerReader {

  private static final int SHOWN = 500;
  private static final byte[] TOO_LARGE =
      "(a body over errand.worker.answer-limit)".getBytes(StandardCharsets.UTF_8);

  private final Credential credential;
  private final ErrorReader errors;
  private final long limit;

  /**
   * Makes it.
   *
   * @param limit the most bytes of an answer, for messages
   */
  AnswerReader(Credential credential, InstantSource clock, long limit) {
    this.credential = credential;
    this.errors = new ErrorReader(clock);
    this.limit = limit;
  }

  /** Sorts an answer. */
  LlmOutcome read(HttpAnswer http) {
    int status = http.status();
    byte[] body = http.body().orElse(TOO_LARGE);
    Answer answer = parse(body);
    Call call = new Call(status, storable(http.header("x-request-id")), answer.usage());
    if (status >= 200 && status < 300) {
      return http.body().isPresent() ? succeeded(answer, body, call) : tooLarge(call);
    }
    return errors.read(http, credential.redact(message(status, answer, body)), call);
  }

  private LlmOutcome succeeded(Answer answer, byte[] body, Call call) {
    if (!answer.isJson()) {
      return new Refused(
          new Failure(
              Failure.Type.INVALID_ANSWER,
              credential.redact("the answer is not JSON: " + start(body))),
          call);
    }
    if (answer.error().isPresent()) {
      return new Refused(
          new Failure(Failure.Type.PROVIDER_ERROR, credential.redact(message(200, answer, body))),
          call);
    }
    return new Answered(body, call);
  }

  /** It was made, and paid for, and would be again. */
  private LlmOutcome tooLarge(Call call) {
    String message =
        "the answer has more than %d bytes, the most that this worker takes: ask for less (fewer"
            + " tokens, fewer inputs), or set errand.worker.answer-limit higher";
    return new Refused(new Failure(Failure.Type.ANSWER_TOO_LARGE, message.formatted(limit)), call);
  }

  private static Answer parse(byte[] body) {
    try {
      return Answer.parse(body);
    } catch (JacksonException e) {
      return Answer.NOT_JSON;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static String message(int status, Answer answer, byte[] body) {
    return answer.error().orElseGet(() -> "HTTP %d: %s".formatted(status, start(body)));
  }

  private static String start(byte[] body) {
    return new String(Arrays.copyOf(body, Math.min(body.length, SHOWN)), StandardCharsets.UTF_8);
  }

  private static String storable(String header) {
    return header == null ? null : header.substring(0, Math.min(header.length(), 200));
  }
}
