package dev.errand.worker.http;

/** Bytes from a provider that cannot be assigned to a call with certainty. */
final class StrayBytes extends RuntimeException {

  StrayBytes(String message) {
    super(message, null, false, false);
  }

  StrayBytes(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
