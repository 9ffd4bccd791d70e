package dev.errand.simulator;

/** Thrown where a request can't be understood; the client is told the error. */
final class RefusedException extends RuntimeException {

  private final transient OpenAiError error;

  RefusedException(OpenAiError error) {
    super(error.message());
    this.error = error;
  }

  OpenAiError error() {
    return error;
  }
}
