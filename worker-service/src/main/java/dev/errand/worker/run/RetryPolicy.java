package dev.errand.worker.run;

import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.llm.LlmOutcome;
import dev.errand.worker.llm.LlmOutcome.Aborted;
import dev.errand.worker.llm.LlmOutcome.Answered;
import dev.errand.worker.llm.LlmOutcome.Broken;
import dev.errand.worker.llm.LlmOutcome.NotSent;
import dev.errand.worker.llm.LlmOutcome.Refused;
import dev.errand.worker.llm.LlmOutcome.Throttled;
import dev.errand.worker.llm.Pause.Cause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Decides where a job goes after a call: the one owner of retries. */
@ApplicationScoped
class RetryPolicy {

  private final Duration base;
  private final Duration cap;

  @Inject
  RetryPolicy(WorkerConfig config) {
    this(config.retry().base(), config.retry().cap());
  }

  RetryPolicy(Duration base, Duration cap) {
    this.base = base;
    this.cap = cap;
  }

  /**
   * The end of the attempt; not for a call that we dropped ourselves.
   *
   * @param heldBack for how long the job's lane is held back; what broke, and spent an attempt, is
   *     not tried again for ten such times, at most the cap, so that other jobs are the next probes
   */
  AttemptEnd end(ClaimedJob job, LlmOutcome outcome, Duration heldBack) {
    return switch (outcome) {
      case Answered a -> AttemptEnd.succeeded(job.lease(), a.body(), a.call());
      case Refused r -> AttemptEnd.failed(job.lease(), Outcome.FAILED, r.failure(), r.call());
      case Throttled t when t.pause().cause() == Cause.ACCOUNT ->
          AttemptEnd.failed(job.lease(), Outcome.FAILED, t.failure(), t.call());
      case Throttled t when t.pause().asked().isEmpty() ->
          broken(
              job,
              new Broken(Outcome.FAILED, t.failure(), Optional.empty(), t.call()),
              shorter(heldBack.multipliedBy(10), cap));
      case Throttled t ->
          AttemptEnd.retryLater(
              job.lease(),
              Outcome.THROTTLED,
              spread(t.pause().asked().orElseThrow()),
              t.failure(),
              t.call());
      case Broken b -> broken(job, b, shorter(heldBack.multipliedBy(10), cap));
      case NotSent n -> AttemptEnd.notSent(job.lease(), backoff(job), n.failure());
      case Aborted _ -> throw new IllegalArgumentException("a dropped call has no end of its own");
    };
  }

  /** Full jitter: a random time between nothing and the doubled-up base, at most the cap. */
  Duration backoff(int spent, RandomGenerator random) {
    long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(spent, 30));
    return Duration.ofMillis(random.nextLong(most + 1));
  }

  private AttemptEnd broken(ClaimedJob job, Broken broken, Duration least) {
    if (job.isLastAttempt()) {
      return AttemptEnd.failed(job.lease(), broken.outcome(), broken.failure(), broken.call());
    }
    Duration asked = broken.retryAfter().map(RetryPolicy::spread).orElse(Duration.ZERO);
    Duration delay = longer(longer(backoff(job), least), asked);
    return AttemptEnd.retryLater(
        job.lease(), broken.outcome(), delay, broken.failure(), broken.call());
  }

  private Duration backoff(ClaimedJob job) {
    return backoff(job.spent(), ThreadLocalRandom.current());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Up to a tenth more than asked, so that those who were told the same time come apart. */
  private static Duration spread(Duration asked) {
    return asked.plusMillis(ThreadLocalRandom.current().nextLong(asked.toMillis() / 10 + 1));
  }
}
