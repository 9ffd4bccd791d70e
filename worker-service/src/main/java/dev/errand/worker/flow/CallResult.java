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

/** What the outcome of a call says about the provider, whatever it means for the job. */
enum CallResult {
  /** The provider answers, even if only to reject the call. */
  WORKS,
  /**
   * The provider cannot be reached, breaks the connection, does not respond, reports a failure of
   * its own, or is overloaded.
   */
  BROKEN,
  /** The provider rejects the account's calls: because of its key, its payment or a suspension. */
  REFUSED,
  /** Nothing can be concluded. */
  NONE;

  /**
   * Reads an outcome.
   *
   * @param shortTime whether the job's timeout is shorter than the default: such a timeout says
   *     nothing about the provider
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

  /** One key of several says nothing about the others. */
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
