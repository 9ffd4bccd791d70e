package dev.errand.simulator.fault;

/** Thrown for invalid requests; the client gets the error. */
public final class RefusedException extends RuntimeException {

  private final transient OpenAiError error;

  public RefusedException(OpenAiError error) {
    super(error.message());
    this.error = error;
  }

  public OpenAiError error() {
    return error;
  }
}
