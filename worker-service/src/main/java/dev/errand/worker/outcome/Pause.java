package dev.errand.worker.outcome;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A time in which a provider takes no calls of a kind.
 *
 * @param asked how long, where the provider said so
 */
public record Pause(Optional<Duration> asked, Scope scope, Cause cause) {

  /** The calls that it is about. */
  public enum Scope {
    /** Those with the credential of this call; others may take their place. */
    KEY,
    /** Those for the job's model. */
    MODEL,
    /** All of the lane. */
    LANE
  }

  /** What the calls wait for. */
  public enum Cause {
    /** A window of seconds or minutes to pass: requests or tokens. */
    RATE,
    /** A quota of a day or longer to be renewed. */
    DAILY,
    /** A model to be loaded. */
    LOADING,
    /** A provider that has too much to do to have less. */
    OVERLOADED,
    /** A person to mend the account: its key, its payment, its suspension. */
    ACCOUNT;

    /** The name in tables, JSON, logs and metrics: lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
