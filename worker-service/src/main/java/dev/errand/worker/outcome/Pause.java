package dev.errand.worker.outcome;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A time in which a provider accepts no calls of a kind.
 *
 * @param asked the delay, if the provider gave one
 */
public record Pause(Optional<Duration> asked, Scope scope, Cause cause) {

  /** The affected calls. */
  public enum Scope {
    /** Calls with this call's credential; other credentials may be used instead. */
    KEY,
    /** Calls for the job's model. */
    MODEL,
    /** All calls of the lane. */
    LANE
  }

  /** Why the calls wait. */
  public enum Cause {
    /** A limit of requests or tokens with a window of seconds or minutes. */
    RATE,
    /** A quota for a day or longer. */
    DAILY,
    /** The model is loading. */
    LOADING,
    /** The provider is overloaded. */
    OVERLOADED,
    /** The account needs a human: because of its key, its payment or a suspension. */
    ACCOUNT;

    /** The name in tables, JSON, logs and metrics: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
