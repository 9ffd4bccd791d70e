package dev.errand.job;

import java.util.Locale;

/** How an attempt ended. */
public enum Outcome {
  /** The provider's answer is recorded. */
  SUCCEEDED,
  /** The provider refused, broke, or answered with something that is no answer. */
  FAILED,
  /** The provider asked to come back later; does not count against {@code max_attempts}. */
  THROTTLED,
  /** No whole answer within the attempt's time. */
  TIMED_OUT,
  /** The job was cancelled during the attempt. */
  CANCELLED,
  /** The worker gave the job up to drain; does not count against {@code max_attempts}. */
  HANDED_BACK,
  /** The worker went silent: whether the provider answered can't be known. */
  LOST;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in tables, JSON, logs and metrics: lower case. */
  public String text() {
    return text;
  }

  /** The outcome with that {@link #text()}. */
  public static Outcome of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
