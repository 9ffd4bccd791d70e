package dev.errand.worker.llm;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.Refused;
import dev.errand.worker.llm.LlmOutcome.Throttled;
import dev.errand.worker.llm.Pause.Cause;
import dev.errand.worker.llm.Pause.Scope;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The one place that says what a provider's error means: final, to be tried again, or a pause. */
final class ErrorReader {

  private final InstantSource clock;

  ErrorReader(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Sorts an error.
   *
   * @param message for people, without the credential
   */
  LlmOutcome read(HttpAnswer http, Answer answer, String message, Call call) {
    Optional<Duration> pause =
        RetryAfter.parse(
            http.header(HttpHeaders.RETRY_AFTER.toString()),
            http.header(HttpHeaders.DATE.toString()),
            clock);
    return switch (http.status()) {
      case 429 -> limited(answer, message, pause, call);
      case 408, 409, 425 -> broken(message, pause, call);
      default ->
          http.status() >= 500
              ? broken(message, pause, call)
              : new Refused(new Failure(Failure.Type.PROVIDER_ERROR, message), call);
    };
  }

  /** A 429 that says for how long is a pause; one that names the quota is the end. */
  private static LlmOutcome limited(
      Answer answer, String message, Optional<Duration> pause, Call call) {
    if (answer.says("insufficient_quota")) {
      return new Refused(new Failure(Failure.Type.QUOTA_EXCEEDED, message), call);
    }
    Failure failure = new Failure(Failure.Type.RATE_LIMITED, message);
    return pause.isPresent()
        ? new Throttled(new Pause(pause, Scope.LANE, Cause.RATE), failure, call)
        : new Broken(Outcome.FAILED, failure, pause, call);
  }

  private static LlmOutcome broken(String message, Optional<Duration> pause, Call call) {
    Failure failure = new Failure(Failure.Type.PROVIDER_ERROR, message);
    return new Broken(Outcome.FAILED, failure, pause, call);
  }
}
