package dev.errand.simulator;

import dev.errand.simulator.fault.OpenAiError;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A whole answer in JSON. */
final class JsonReply {

  private JsonReply() {}

  static void send(HttpServerResponse response, OpenAiError error) {
    send(response, error.status(), error.toJson());
  }

  static void send(HttpServerResponse response, int status, JsonObject body) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toBuffer());
  }
}
