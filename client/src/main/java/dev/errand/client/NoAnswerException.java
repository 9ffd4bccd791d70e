package dev.errand.client;

import java.net.http.HttpRequest;

/**
 * No answer came: the service cannot be reached, the connection broke, it took too long, or the
 * thread was interrupted (which then still is). Whether the request was carried out is not known.
 */
public final class NoAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoAnswerException(HttpRequest request, Exception cause) {
    super("no answer to %s %s: %s".formatted(request.method(), request.uri(), cause), cause);
  }
}
