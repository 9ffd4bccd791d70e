package dev.errand.local.plan;

/** The run cannot start: the message is one line that says what to change. The exit code is 2. */
public final class CannotStart extends RuntimeException {
  public CannotStart(String message) {
    super(message);
  }
}
