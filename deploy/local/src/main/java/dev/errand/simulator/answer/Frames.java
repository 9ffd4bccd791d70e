package dev.errand.simulator.answer;

import io.vertx.core.json.JsonObject;

/** Server-sent events as text. */
final class Frames {

  static final String DONE = "data: [DONE]\n\n";

  private Frames() {}

  static String data(JsonObject data) {
    return "data: " + data.encode() + "\n\n";
  }

  static String event(String name, JsonObject data) {
    return "event: " + name + "\n" + data(data);
  }
}
