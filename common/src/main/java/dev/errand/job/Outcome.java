package dev.errand.job;

import java.util.Locale;

/** How an attempt ended. */
public enum Outcome {
  /** The provider's answer is recorded. */
  SUCCEEDED,
  /** The provider rejected the call, broke, or sent something that is not an answer. */
  FAILED,
  /** The provider asked to come back later; does not count against {@code max_attempts}. */
  THROTTLED,
  /** No complete answer within the attempt's time limit. */
  TIMED_OUT,
  /** The job was cancelled during the attempt. */
  CANCELLED,
  /** The worker handed the job back to drain; does not count against {@code max_attempts}. */
  HANDED_BACK,
  /** The worker stopped responding: whether the provider answered is unknown. */
  LOST;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in tables, JSON, logs and metrics: lower case. */
  public String text() {
    return text;
  }

  /** The outcome with this {@link #text()}. */
  public static Outcome of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
