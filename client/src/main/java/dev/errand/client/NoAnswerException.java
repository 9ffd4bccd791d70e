package dev.errand.client;

import java.net.URI;
import java.net.http.HttpRequest;

/**
 * There was no response: the service cannot be reached, the connection broke, it took too long, or
 * the thread was interrupted (its interrupt flag is set). It is unknown whether the request was
 * carried out.
 */
public final class NoAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final URI uri;

  NoAnswerException(HttpRequest request, Exception cause) {
    super("no answer to %s %s: %s".formatted(request.method(), request.uri(), cause), cause);
    this.uri = request.uri();
  }

  /** What was requested. */
  public URI uri() {
    return uri;
  }
}
