package dev.errand.store;

import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.job.ProviderError;
import dev.errand.job.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt, as reported by its worker: the outcome, and the state that the job moves
 * to. Created by the factories, one for each move by which a worker leaves {@code running}.
 *
 * @param spends whether it counts against {@code max_attempts}
 * @param delay until the job may run again; null unless it goes to {@code scheduled}
 * @param answer the provider's JSON; null unless it succeeded
 * @param failure null if there was none
 */
public record AttemptEnd(
    Lease lease,
    JobState to,
    Outcome outcome,
    boolean spends,
    @Nullable Duration delay,
    byte @Nullable [] answer,
    @Nullable Failure failure,
    Call call) {

  public AttemptEnd {
    if (!JobState.RUNNING.next().contains(to)
        || (answer != null) != (to == JobState.SUCCEEDED)
        || (delay != null) != (to == JobState.SCHEDULED)
        || to == JobState.FAILED && failure == null) {
      throw new IllegalArgumentException("no end of an attempt: %s to %s".formatted(outcome, to));
    }
  }

  /**
   * The provider's side of the attempt.
   *
   * @param httpStatus null if there was no response
   * @param requestId the provider's id of the call; null if it sent none
   * @param finishReason why the provider stopped generating, in its own word; null if it sent none
   * @param error the provider's error; null if it sent none that can be passed on
   * @param cost what the call cost; null if that is unknown
   */
  public record Call(
      @Nullable Integer httpStatus,
      @Nullable String requestId,
      Usage usage,
      @Nullable String finishReason,
      @Nullable ProviderError error,
      @Nullable BigDecimal cost) {

    /** There was no response from the provider. */
    public static final Call UNHEARD = new Call(null, null, Usage.UNKNOWN);

    /** A call with neither a finish reason, nor an error, nor a cost. */
    public Call(@Nullable Integer httpStatus, @Nullable String requestId, Usage usage) {
      this(httpStatus, requestId, usage, null, null, null);
    }

    /** The same call with its finish reason. */
    public Call finished(@Nullable String reason) {
      return new Call(httpStatus, requestId, usage, reason, error, cost);
    }

    /** The same call with its error. */
    public Call refused(@Nullable ProviderError sent) {
      return new Call(httpStatus, requestId, usage, finishReason, sent, cost);
    }

    /** The same call with its cost. */
    public Call costing(@Nullable BigDecimal amount) {
      return new Call(httpStatus, requestId, usage, finishReason, error, amount);
    }
  }

  /** The provider answered: the job has succeeded. */
  public static AttemptEnd succeeded(Lease lease, byte[] answer, Call call) {
    return new AttemptEnd(
        lease, JobState.SUCCEEDED, Outcome.SUCCEEDED, true, null, answer, null, call);
  }

  /** A permanent error, or the last attempt's: the job has failed. */
  public static AttemptEnd failed(Lease lease, Outcome outcome, Failure failure, Call call) {
    return new AttemptEnd(lease, JobState.FAILED, outcome, true, null, null, failure, call);
  }

  /**
   * The provider throttled the call: the job is tried again after the delay.
   *
   * @param spends whether the job has been throttled for so long that this counts as an attempt
   */
  public static AttemptEnd throttled(
      Lease lease, boolean spends, Duration delay, Failure failure, Call call) {
    return new AttemptEnd(
        lease, JobState.SCHEDULED, Outcome.THROTTLED, spends, delay, null, failure, call);
  }

  /** A temporary error: the job is tried again after the delay. */
  public static AttemptEnd retryLater(
      Lease lease, Outcome outcome, Duration delay, Failure failure, Call call) {
    boolean spends = outcome != Outcome.THROTTLED;
    return new AttemptEnd(lease, JobState.SCHEDULED, outcome, spends, delay, null, failure, call);
  }

  /**
   * The provider received nothing of the call: the job is tried again after the delay, and no
   * attempt is spent.
   */
  public static AttemptEnd notSent(Lease lease, Duration delay, Failure failure) {
    return new AttemptEnd(
        lease, JobState.SCHEDULED, Outcome.FAILED, false, delay, null, failure, Call.UNHEARD);
  }

  /** The worker abandons a call that must not be made twice: the job has failed. */
  public static AttemptEnd givenUp(Lease lease) {
    Failure failure =
        new Failure(
            Failure.Type.LOST,
            "the worker shut down during the call, so it is unknown whether the provider answered;"
                + " on_lost is fail. A retry may make the call a second time");
    return failed(lease, Outcome.LOST, failure, Call.UNHEARD);
  }

  /**
   * The worker hands the job back: it returns to its old place in the queue, and no attempt is
   * spent.
   */
  public static AttemptEnd handedBack(Lease lease) {
    return new AttemptEnd(
        lease, JobState.QUEUED, Outcome.HANDED_BACK, false, null, null, null, Call.UNHEARD);
  }

  /** The same end, of a call that cost this much. */
  public AttemptEnd costing(BigDecimal amount) {
    return new AttemptEnd(lease, to, outcome, spends, delay, answer, failure, call.costing(amount));
  }

  /**
   * How to record it: unchanged, or, if the database cannot store that, with less text from the
   * provider. The last form has none of it.
   */
  public List<AttemptEnd> forms() {
    return List.of(this, inAscii(), withoutWords());
  }

  private AttemptEnd inAscii() {
    Failure plain = failure == null ? null : new Failure(failure.type(), ascii(failure.message()));
    String finish = call.finishReason() == null ? null : ascii(call.finishReason());
    Call known =
        new Call(call.httpStatus(), null, call.usage()).finished(finish).costing(call.cost());
    return new AttemptEnd(lease, to, outcome, spends, delay, answer, plain, known);
  }

  private AttemptEnd withoutWords() {
    if (to == JobState.SUCCEEDED) {
      return failed(lease, Outcome.FAILED, unstorable(Failure.Type.INVALID_ANSWER), Call.UNHEARD);
    }
    Failure plain = failure == null ? null : unstorable(failure.type());
    return new AttemptEnd(lease, to, outcome, spends, delay, null, plain, Call.UNHEARD);
  }

  private static Failure unstorable(Failure.Type type) {
    return new Failure(type, "the database could not store the provider's answer");
  }

  private static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
