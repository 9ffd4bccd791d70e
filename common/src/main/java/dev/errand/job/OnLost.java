package dev.errand.job;

import java.util.Locale;
import java.util.Optional;

/**
 * What to do with a job whose worker stopped responding during an attempt, or abandoned the call to
 * shut down, so that nobody knows whether the provider answered.
 */
public enum OnLost {
  /** It is tried again while it has attempts left: the call may be made, and billed, twice. */
  RETRY,
  /** It fails, even if it has attempts left. */
  FAIL;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in tables and JSON: lower case. */
  public String text() {
    return text;
  }

  /** The value with this {@link #text()}, or empty. */
  public static Optional<OnLost> of(String text) {
    for (OnLost value : values()) {
      if (value.text.equals(text)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
