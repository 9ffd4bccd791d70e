package dev.errand.store.batch;

import java.util.Locale;

/** The status of a batch, as OpenAI's API names it. */
public enum BatchStatus {
  /** Its lines are being checked; none has run. */
  VALIDATING(false),
  /** Its lines are invalid; none has run. */
  FAILED(true),
  /** Its lines become jobs, and run. */
  IN_PROGRESS(false),
  /** All lines have ended; its files are being measured. */
  FINALIZING(false),
  /** All lines have ended by themselves. */
  COMPLETED(true),
  /** Its window was over before all lines had ended. */
  EXPIRED(true),
  /** A client has cancelled it; its lines are being ended. */
  CANCELLING(false),
  /** A client has cancelled it. */
  CANCELLED(true);

  private final String text = name().toLowerCase(Locale.ROOT);
  private final boolean isFinal;

  BatchStatus(boolean isFinal) {
    this.isFinal = isFinal;
  }

  /** The name in SQL and JSON: lower case. */
  public String text() {
    return text;
  }

  /** Whether it never changes again. */
  public boolean isFinal() {
    return isFinal;
  }

  /** The status with this {@link #text()}. */
  public static BatchStatus of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
