package dev.errand.worker.run;

import dev.errand.job.Outcome;
import dev.errand.worker.llm.LlmOutcome;
import dev.errand.worker.llm.LlmOutcome.Aborted;
import dev.errand.worker.llm.LlmOutcome.Answered;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.NotSent;
import dev.errand.worker.llm.LlmOutcome.Refused;
import dev.errand.worker.llm.LlmOutcome.Throttled;

/** What the outcome of a call says of the provider, whatever it means for the job. */
enum Sign {
  /** It answers, if only to refuse. */
  WORKS,
  /** It can't be reached, breaks off, is silent, fails by its own word, or has too much to do. */
  BROKEN,
  /** Nothing. */
  NONE;

  /**
   * Reads an outcome.
   *
   * @param shortTime whether the job gave its call less time than calls have by default: that it
   *     was not enough says nothing of the provider
   */
  static Sign of(LlmOutcome outcome, boolean shortTime) {
    return switch (outcome) {
      case Answered _, Refused _ -> WORKS;
      case NotSent _ -> BROKEN;
      case Broken broken -> of(broken, shortTime);
      case Throttled _, Aborted _ -> NONE;
    };
  }

  private static Sign of(Broken broken, boolean shortTime) {
    if (broken.outcome() == Outcome.TIMED_OUT) {
      return shortTime ? NONE : BROKEN;
    }
    Integer status = broken.call().httpStatus();
    return status == null || status == 429 || status >= 500 ? BROKEN : NONE;
  }
}
