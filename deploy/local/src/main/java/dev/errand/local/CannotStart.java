package dev.errand.local;

/** The run cannot start: the message is one line that says what to change. The exit code is 2. */
final class CannotStart extends RuntimeException {
  CannotStart(String message) {
    super(message);
  }
}
