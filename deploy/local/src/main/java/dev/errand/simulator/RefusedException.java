package dev.errand.simulator;

/** Thrown for invalid requests; the client gets the error. */
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
