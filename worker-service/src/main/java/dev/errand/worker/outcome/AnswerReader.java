package dev.errand.worker.outcome;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.answer.BodyReader;
import dev.errand.worker.answer.Reading;
import dev.errand.worker.answer.Reading.InBodyError;
import dev.errand.worker.answer.Reading.NoAnswer;
import dev.errand.worker.answer.Reading.Unfinished;
import dev.errand.worker.answer.Reading.Whole;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.target.Credential;
import java.time.InstantSource;
import java.util.Optional;

/** Determines what a provider's HTTP answer means; the only place that does. */
public final class AnswerReader {

  private static final String TOO_LARGE = "HTTP %d with a body over errand.worker.answer-limit";

  private final Credential credential;
  private final ErrorReader errors;
  private final long limit;

  /**
   * Creates a reader.
   *
   * @param limit maximum bytes of an answer, for messages
   */
  public AnswerReader(Credential credential, InstantSource clock, long limit) {
    this.credential = credential;
    this.errors = new ErrorReader(clock);
    this.limit = limit;
  }

  /** Classifies the answer to a call of this endpoint. */
  public LlmOutcome read(Endpoint endpoint, HttpAnswer http) {
    boolean good = http.status() >= 200 && http.status() < 300;
    if (!good) {
      return error(http);
    }
    return http.body().isPresent()
        ? sorted(http, BodyReader.read(endpoint, http.body().get()))
        : tooLarge(call(http, Usage.UNKNOWN));
  }

  private LlmOutcome error(HttpAnswer http) {
    String message =
        http.body()
            .map(body -> BodyReader.reason(http.status(), body))
            .orElseGet(() -> TOO_LARGE.formatted(http.status()));
    return errors.read(http, credential.redact(message), refused(http, Usage.UNKNOWN));
  }

  private LlmOutcome sorted(HttpAnswer http, Reading reading) {
    return switch (reading) {
      case Whole whole ->
          new Answered(
              whole.json(), call(http, whole.usage()).finished(whole.finishReason().orElse(null)));
      case Unfinished unfinished ->
          new Broken(
              Outcome.FAILED,
              invalid(unfinished.why()),
              Optional.empty(),
              call(http, unfinished.usage()));
      case NoAnswer none -> new Refused(invalid(none.why()), call(http, none.usage()));
      case InBodyError error -> inBody(http, error);
    };
  }

  /** An error inside a successful answer is handled like one with the status that it names. */
  private LlmOutcome inBody(HttpAnswer http, InBodyError error) {
    HttpAnswer meant = new HttpAnswer(error.status(), http.headers(), Optional.of(error.json()));
    return errors.read(meant, credential.redact(error.message()), refused(meant, error.usage()));
  }

  private Failure invalid(String why) {
    return new Failure(Failure.Type.INVALID_ANSWER, credential.redact(why));
  }

  /** The answer was generated and billed, and would be again. */
  private LlmOutcome tooLarge(Call call) {
    String message =
        "the answer has more than %d bytes, this worker's limit: request less (fewer tokens, fewer"
            + " inputs), or raise errand.worker.answer-limit";
    return new Refused(new Failure(Failure.Type.ANSWER_TOO_LARGE, message.formatted(limit)), call);
  }

  private Call refused(HttpAnswer http, Usage usage) {
    return call(http, usage).refused(SentError.of(http, credential::redact));
  }

  private static Call call(HttpAnswer http, Usage usage) {
    return new Call(http.status(), CallId.of(http), usage);
  }
}
