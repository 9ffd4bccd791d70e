package dev.errand.worker.http;

/** A call whose request was not sent: no connection came about. The cause says why. */
public final class NotSentException extends RuntimeException {

  NotSentException(Throwable cause) {
    super("the provider can't be reached", cause, false, false);
  }
}
