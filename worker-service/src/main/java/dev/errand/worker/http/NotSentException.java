package dev.errand.worker.http;

/** A call whose request was not sent because no connection was established. The cause says why. */
public final class NotSentException extends RuntimeException {

  NotSentException(Throwable cause) {
    super("the provider can't be reached", cause, false, false);
  }
}
