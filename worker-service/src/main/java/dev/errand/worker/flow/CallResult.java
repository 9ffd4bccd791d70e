package dev.errand.worker.flow;

import dev.errand.job.Outcome;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;

/** What the outcome of a call says of the provider, whatever it means for the job. */
enum CallResult {
  /** It answers, if only to refuse. */
  WORKS,
  /** It can't be reached, breaks off, is silent, fails by its own word, or has too much to do. */
  BROKEN,
  /** It does not take the account's calls: its key, its payment, its suspension. */
  REFUSED,
  /** Nothing. */
  NONE;

  /**
   * Reads an outcome.
   *
   * @param shortTime whether the job gave its call less time than calls have by default: that it
   *     was not enough says nothing of the provider
   */
  static CallResult of(LlmOutcome outcome, boolean shortTime) {
    return switch (outcome) {
      case Answered _, Refused _ -> WORKS;
      case NotSent _ -> BROKEN;
      case Broken broken -> of(broken, shortTime);
      case Throttled throttled -> of(throttled.pause());
      case Aborted _ -> NONE;
    };
  }

  /** One key of several says nothing of the others. */
  private static CallResult of(Pause pause) {
    return switch (pause.cause()) {
      case ACCOUNT -> pause.scope() == Pause.Scope.KEY ? NONE : REFUSED;
      case RATE, DAILY, LOADING -> WORKS;
      case OVERLOADED -> NONE;
    };
  }

  private static CallResult of(Broken broken, boolean shortTime) {
    if (broken.outcome() == Outcome.TIMED_OUT) {
      return shortTime ? NONE : BROKEN;
    }
    Integer status = broken.call().httpStatus();
    return status == null || status >= 500 ? BROKEN : NONE;
  }
}
