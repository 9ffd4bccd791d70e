package dev.errand.api.problem;

import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;

/** The id that OpenAI's clients show for a response. */
public final class RequestId {

  private static final String HEADER = "x-request-id";

  private RequestId() {}

  /** Gives an id to a response that has none. */
  public static void giveTo(HttpServerResponse response) {
    if (!response.headers().contains(HEADER)) {
      response.putHeader(HEADER, "req_" + UUID.randomUUID().toString().replace("-", ""));
    }
  }
}
