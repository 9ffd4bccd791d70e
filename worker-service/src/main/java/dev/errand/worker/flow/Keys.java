package dev.errand.worker.flow;

import dev.errand.job.Failure;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig.HoldBack;
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
import dev.errand.worker.target.ApiKey;
import dev.errand.worker.target.KeySource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * A provider's keys, used in turn. A limit or an account error holds its key back: the call is made
 * again with another key, and the lane pauses only when all keys are held back.
 */
public final class Keys {

  private static final Logger LOG = Logger.getLogger(Keys.class);

  private final String provider;
  private final KeySource source;
  private final KeyHolds holds;

  public Keys(String provider, KeySource source, HoldBack config, LongSupplier nanos) {
    this.provider = provider;
    this.source = source;
    this.holds = new KeyHolds(config, nanos);
  }

  /** The key for the next call of a model; empty if the provider has none. */
  public Optional<ApiKey> next(String model) {
    List<ApiKey> keys = source.keys();
    return keys.size() < 2 ? keys.stream().findFirst() : Optional.of(holds.next(keys, model));
  }

  /** The first of them: for what is no call, and takes no turn. */
  public Optional<ApiKey> first() {
    return source.keys().stream().findFirst();
  }

  /** The number of keys that are held back, for any model. */
  public long held() {
    return holds.held(source.keys());
  }

  /** The meaning of a call's outcome with this key, given that there may be other keys. */
  public LlmOutcome ended(ApiKey key, String model, LlmOutcome outcome) {
    if (has(outcome, 401, 403) && !source.reread().contains(key)) {
      // Its successor was already in the file, or arrived during the call.
      return again(Cause.ACCOUNT, failure(outcome), call(outcome));
    }
    if (source.keys().size() < 2) {
      return outcome;
    }
    return switch (outcome) {
      case Answered _ -> {
        holds.worked(key, model);
        yield outcome;
      }
      case Throttled t when isAboutKey(t.pause()) -> throttled(key, model, t);
      case Refused r when has(r, 401, 402) || r.failure().type() == Failure.Type.QUOTA_EXCEEDED ->
          refused(key, model, r);
      case Throttled _, Refused _, Broken _, NotSent _, Aborted _ -> outcome;
    };
  }

  private LlmOutcome throttled(ApiKey key, String model, Throttled outcome) {
    Pause pause = outcome.pause();
    hold(
        key, pause.scope() == Scope.MODEL ? model : KeyHolds.ALL, pause.asked(), outcome.failure());
    Duration wait = holds.wait(source.keys(), model);
    return wait.isZero()
        ? again(pause.cause(), outcome.failure(), outcome.call())
        : new Throttled(
            new Pause(Optional.of(wait), pause.scope(), pause.cause()),
            outcome.failure(),
            outcome.call());
  }

  private LlmOutcome refused(ApiKey key, String model, Refused outcome) {
    hold(key, KeyHolds.ALL, Optional.empty(), outcome.failure());
    return holds.wait(source.keys(), model).isZero()
        ? again(Cause.ACCOUNT, outcome.failure(), outcome.call())
        : outcome;
  }

  private void hold(ApiKey key, String model, Optional<Duration> asked, Failure failure) {
    holds.hold(key, model, asked).ifPresent(pause -> report(key, pause, failure));
  }

  private void report(ApiKey key, Duration pause, Failure failure) {
    List<ApiKey> keys = source.keys();
    LOG.warn(
        LogLine.event("key_held_back")
            .with("provider", provider)
            .with("key", keys.indexOf(key) + 1)
            .with("of", keys.size())
            .with("held", holds.held(keys))
            .with("for", pause)
            .with("reason", failure.type().text())
            .next("calls use the other keys until then"));
  }

  /** Immediately, with another key. */
  private static Throttled again(Cause cause, Failure failure, Call call) {
    return new Throttled(new Pause(Optional.of(Duration.ZERO), Scope.KEY, cause), failure, call);
  }

  /** A loading model or an overloaded provider affects every key. */
  private static boolean isAboutKey(Pause pause) {
    return switch (pause.cause()) {
      case RATE, DAILY, ACCOUNT -> true;
      case LOADING, OVERLOADED -> false;
    };
  }

  private static boolean has(LlmOutcome outcome, int... statuses) {
    Integer status = call(outcome).httpStatus();
    return status != null && IntStream.of(statuses).anyMatch(status::equals);
  }

  private static Call call(LlmOutcome outcome) {
    return switch (outcome) {
      case Answered a -> a.call();
      case Refused r -> r.call();
      case Throttled t -> t.call();
      case Broken b -> b.call();
      case NotSent _, Aborted _ -> Call.UNHEARD;
    };
  }

  private static Failure failure(LlmOutcome outcome) {
    return switch (outcome) {
      case Refused r -> r.failure();
      case Throttled t -> t.failure();
      case Broken b -> b.failure();
      case NotSent n -> n.failure();
      case Answered _, Aborted _ -> throw new IllegalArgumentException("no failure: " + outcome);
    };
  }
}
