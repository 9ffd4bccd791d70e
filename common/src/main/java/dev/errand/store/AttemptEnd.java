package dev.errand.store;

import dev.errand.job.Failure;
import dev.errand.job.JobState;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import java.time.Duration;
import java.util.List;

/**
 * The end of an attempt, as its worker reports it: how it went and where the job goes. Made by the
 * factories, one for each arrow on which a worker leaves {@code running}.
 *
 * @param spends whether it counts against {@code max_attempts}
 * @param delay until the job may run again; null unless it goes to {@code scheduled}
 * @param answer the provider's JSON; null unless it succeeded
 * @param failure null where there was none
 */
public record AttemptEnd(
    Lease lease,
    JobState to,
    Outcome outcome,
    boolean spends,
    Duration delay,
    byte[] answer,
    Failure failure,
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
   * What is known of the provider's side of the attempt.
   *
   * @param httpStatus null where no answer came
   * @param requestId the provider's id of the call; null if it gave none
   * @param finishReason why the provider stopped writing, in its own word; null if it gave none
   */
  public record Call(Integer httpStatus, String requestId, Usage usage, String finishReason) {

    /** The provider was not heard. */
    public static final Call UNHEARD = new Call(null, null, Usage.UNKNOWN);

    /** A call that gave no finish reason. */
    public Call(Integer httpStatus, String requestId, Usage usage) {
      this(httpStatus, requestId, usage, null);
    }

    /** The same call with its finish reason. */
    public Call finished(String reason) {
      return new Call(httpStatus, requestId, usage, reason);
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
   * The provider took no such call for now: the job is tried again after the delay.
   *
   * @param spends whether it has been so for longer than it may cost nothing
   */
  public static AttemptEnd throttled(
      Lease lease, boolean spends, Duration delay, Failure failure, Call call) {
    return new AttemptEnd(
        lease, JobState.SCHEDULED, Outcome.THROTTLED, spends, delay, null, failure, call);
  }

  /** An error that may pass: the job is tried again after the delay. */
  public static AttemptEnd retryLater(
      Lease lease, Outcome outcome, Duration delay, Failure failure, Call call) {
    boolean spends = outcome != Outcome.THROTTLED;
    return new AttemptEnd(lease, JobState.SCHEDULED, outcome, spends, delay, null, failure, call);
  }

  /** The provider got nothing of the call: the job is tried again after the delay, unspent. */
  public static AttemptEnd notSent(Lease lease, Duration delay, Failure failure) {
    return new AttemptEnd(
        lease, JobState.SCHEDULED, Outcome.FAILED, false, delay, null, failure, Call.UNHEARD);
  }

  /** The worker gives up a call that must not be made twice: the job has failed. */
  public static AttemptEnd givenUp(Lease lease) {
    Failure failure =
        new Failure(
            Failure.Type.LOST,
            "the worker shut down during the call, so it is unknown whether the provider answered;"
                + " on_lost is fail. A retry may make the call a second time");
    return failed(lease, Outcome.LOST, failure, Call.UNHEARD);
  }

  /** The worker gives the job up unspent: it is queued again at its old place. */
  public static AttemptEnd handedBack(Lease lease) {
    return new AttemptEnd(
        lease, JobState.QUEUED, Outcome.HANDED_BACK, false, null, null, null, Call.UNHEARD);
  }

  /**
   * How to record it: as it is, and where the database can't store that, with less of what others
   * wrote. The last form has nothing of it.
   */
  public List<AttemptEnd> forms() {
    return List.of(this, inAscii(), withoutWords());
  }

  private AttemptEnd inAscii() {
    Failure plain = failure == null ? null : new Failure(failure.type(), ascii(failure.message()));
    String finish = call.finishReason() == null ? null : ascii(call.finishReason());
    Call known = new Call(call.httpStatus(), null, call.usage(), finish);
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
