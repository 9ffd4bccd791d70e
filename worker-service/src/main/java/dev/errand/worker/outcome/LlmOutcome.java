package dev.errand.worker.outcome;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd.Call;
import java.time.Duration;
import java.util.Optional;

/** The outcome of a call. */
public sealed interface LlmOutcome {

  /** The provider sent an answer of the job's endpoint. */
  record Answered(byte[] body, Call call) implements LlmOutcome {}

  /** It failed, and the same request would fail again or be billed again. */
  record Refused(Failure failure, Call call) implements LlmOutcome {}

  /**
   * It failed temporarily.
   *
   * @param outcome failed or timed out
   * @param retryAfter the pause that the provider asked for
   */
  record Broken(Outcome outcome, Failure failure, Optional<Duration> retryAfter, Call call)
      implements LlmOutcome {}

  /** No connection was established: the provider received nothing of the call. */
  record NotSent(Failure failure) implements LlmOutcome {}

  /** The provider throttled the call: the job waits, and the attempt is not spent. */
  record Throttled(Pause pause, Failure failure, Call call) implements LlmOutcome {}

  /** We aborted the call. */
  record Aborted() implements LlmOutcome {}
}
