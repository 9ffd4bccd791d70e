package dev.errand.worker.run;

import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.Backoff;
import dev.errand.worker.flow.PauseLengths;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Broken;
import dev.errand.worker.outcome.LlmOutcome.NotSent;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause;
import dev.errand.worker.outcome.Pause.Cause;
import dev.errand.worker.outcome.Pause.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Decides what happens to a job after a call: the only owner of retries. */
@ApplicationScoped
class RetryPolicy {

  private static final int PROBES_APART = 10;

  private final WorkerConfig config;
  private final Backoff backoff;
  private final PauseLengths lengths;
  private final RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  @Inject
  RetryPolicy(WorkerConfig config) {
    this.config = config;
    this.backoff = new Backoff(config.retry().base(), config.retry().cap());
    this.lengths = new PauseLengths(config.throttle(), random);
  }

  /**
   * The end of the attempt; not for a call that we aborted ourselves.
   *
   * @param pause how long the job's model is closed or its lane held back, so that other jobs are
   *     the next probes: a throttled job returns after this time, a broken one, which spent an
   *     attempt, after ten times as long, at most the cap
   */
  AttemptEnd end(ClaimedJob job, LlmOutcome outcome, Duration pause) {
    return switch (outcome) {
      case Answered a -> AttemptEnd.succeeded(job.lease(), a.body(), a.call());
      case Refused r -> AttemptEnd.failed(job.lease(), Outcome.FAILED, r.failure(), r.call());
      case Throttled t when isFinal(t, pause) ->
          AttemptEnd.failed(job.lease(), Outcome.FAILED, t.failure(), t.call());
      case Throttled t -> throttled(job, t, pause);
      case Broken b -> broken(job, b, shorter(pause.multipliedBy(PROBES_APART), backoff.cap()));
      case NotSent n -> AttemptEnd.notSent(job.lease(), backoff(job.spent()), n.failure());
      case Aborted _ -> throw new IllegalArgumentException("a dropped call has no end of its own");
    };
  }

  /**
   * An account without money fails the job, so that somebody notices; only a few jobs, because the
   * lane is then held back.
   */
  private boolean isFinal(Throttled throttled, Duration heldBack) {
    Pause pause = throttled.pause();
    if (pause.cause() != Cause.ACCOUNT || pause.scope() == Scope.KEY) {
      return false;
    }
    return config.accountErrors().holdAfter() == 0
        || throttled.failure().type() == Failure.Type.QUOTA_EXCEEDED && heldBack.isZero();
  }

  private AttemptEnd throttled(ClaimedJob job, Throttled throttled, Duration pause) {
    Duration patience = patience(throttled.pause());
    boolean spends = job.throttling().lasting().compareTo(patience) > 0;
    if (spends && job.isLastAttempt()) {
      return AttemptEnd.failed(
          job.lease(), Outcome.THROTTLED, tooLong(throttled.failure(), patience), throttled.call());
    }
    // Longer each time, even if the provider asks for less or for nothing.
    Duration own = backoff.upperHalf(job.throttling().count(), random);
    boolean isAlone = throttled.pause().scope() == Scope.KEY;
    Duration asked = isAlone ? Duration.ZERO : lengths.asked(throttled.pause());
    Duration delay = longer(own, spread(longer(asked, isAlone ? Duration.ZERO : pause)));
    return AttemptEnd.throttled(job.lease(), spends, delay, throttled.failure(), throttled.call());
  }

  private Duration patience(Pause pause) {
    return switch (pause.cause()) {
      case RATE, LOADING, OVERLOADED -> config.throttle().patience();
      case DAILY, ACCOUNT -> config.throttle().longPatience();
    };
  }

  private static Failure tooLong(Failure last, Duration patience) {
    return new Failure(
        last.type(),
        "%s (every call was throttled for more than %s, the errand.worker.throttle.patience or"
                .formatted(last.message(), patience)
            + " .long-patience, and then until no attempts were left)");
  }

  private AttemptEnd broken(ClaimedJob job, Broken broken, Duration least) {
    if (job.isLastAttempt()) {
      return AttemptEnd.failed(job.lease(), broken.outcome(), broken.failure(), broken.call());
    }
    Duration asked =
        broken
            .retryAfter()
            .map(it -> shorter(it, config.throttle().longest()))
            .orElse(Duration.ZERO);
    Duration delay = longer(longer(backoff(job.spent()), least), spread(asked));
    return AttemptEnd.retryLater(
        job.lease(), broken.outcome(), delay, broken.failure(), broken.call());
  }

  private Duration backoff(int spent) {
    return backoff.spread(spent, random);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Up to a tenth more than requested, so that workers with the same delay spread out. */
  private static Duration spread(Duration asked) {
    return asked.plusMillis(ThreadLocalRandom.current().nextLong(asked.toMillis() / 10 + 1));
  }
}
