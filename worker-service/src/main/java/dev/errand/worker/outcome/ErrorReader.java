package dev.errand.worker.outcome;

import static dev.errand.job.Failure.Type.PROVIDER_ERROR;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.worker.http.HttpAnswer;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause.Cause;
import dev.errand.worker.outcome.Pause.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Determines what a provider's error means: permanent, temporary, or a pause; the only place that
 * does.
 */
final class ErrorReader {

  private static final byte[] NOTHING = {};

  private final Pauses pauses;

  ErrorReader(InstantSource clock) {
    this.pauses = new Pauses(clock);
  }

  /**
   * Classifies an error.
   *
   * @param http the answer with the status of the error, which may come from the body of a
   *     successful one
   * @param message for humans, without the credential
   */
  LlmOutcome read(HttpAnswer http, String message, Call call) {
    ErrorBody body = ErrorBody.of(http.body().orElse(NOTHING));
    return new Reading(http, body, pauses.asked(http, body), message, call).outcome();
  }

  /** One error and its details. */
  private record Reading(
      HttpAnswer http, ErrorBody body, Optional<Duration> asked, String message, Call call) {

    LlmOutcome outcome() {
      Optional<Failure.Type> account = AccountErrors.kind(http.status(), body);
      if (account.isPresent()) {
        return throttled(Scope.LANE, Cause.ACCOUNT, account.get());
      }
      if (mayBeRetried("false")) {
        return refused(http.status() == 429 ? Failure.Type.RATE_LIMITED : PROVIDER_ERROR);
      }
      if (http.status() == 429 && RateWords.isBeyondTheLimit(body)) {
        return refused(PROVIDER_ERROR);
      }
      return cause()
          .map(cause -> throttled(Scope.MODEL, cause, Failure.Type.RATE_LIMITED))
          .orElseGet(this::other);
    }

    /** The reason for a pause; empty if the error does not ask for one. */
    private Optional<Cause> cause() {
      return switch (http.status()) {
        case 429 -> Optional.of(limit());
        case 403 -> asked.map(_ -> limit());
        case 498, 529 -> Optional.of(Cause.OVERLOADED);
        case 503 -> unavailable();
        default -> Optional.empty();
      };
    }

    private Cause limit() {
      if (RateWords.isAboutADay(body)) {
        return Cause.DAILY;
      }
      return BusyWords.isLoading(body) ? Cause.LOADING : Cause.RATE;
    }

    private Optional<Cause> unavailable() {
      if (BusyWords.isLoading(body)) {
        return Optional.of(Cause.LOADING);
      }
      return asked.isPresent() || BusyWords.isOverloaded(body)
          ? Optional.of(Cause.OVERLOADED)
          : Optional.empty();
    }

    /** Neither an account error nor a pause. */
    private LlmOutcome other() {
      boolean mayPass =
          switch (http.status()) {
            case 408, 409, 425 -> true;
            default -> http.status() >= 500;
          };
      return mayPass || mayBeRetried("true")
          ? new Broken(Outcome.FAILED, new Failure(PROVIDER_ERROR, message), asked, call)
          : refused(PROVIDER_ERROR);
    }

    /**
     * The servers of OpenAI and Anthropic, and gateways to them, report whether a retry makes
     * sense.
     */
    private boolean mayBeRetried(String answer) {
      String header = http.header("x-should-retry");
      return header != null && header.strip().equalsIgnoreCase(answer);
    }

    private LlmOutcome throttled(Scope scope, Cause cause, Failure.Type type) {
      return new Throttled(new Pause(asked, scope, cause), new Failure(type, message), call);
    }

    private LlmOutcome refused(Failure.Type type) {
      return new Refused(new Failure(type, message), call);
    }
  }
}
