package dev.errand.job;

import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a job whose worker went silent in the middle of an attempt, or gave the call up
 * to shut down, so that nobody knows whether the provider answered.
 */
public enum OnLost {
  /** It is tried again while it has attempts left: the call may be made, and billed, twice. */
  RETRY,
  /** It fails, whatever attempts it has left. */
  FAIL;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in tables and JSON: lower case. */
  public String text() {
    return text;
  }

  /** The value with that {@link #text()}, or empty. */
  public static Optional<OnLost> of(String text) {
    for (OnLost value : values()) {
      if (value.text.equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
