package dev.errand.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The models that the simulator shows; it accepts every other name too. */
final class Models {

  private static final long CREATED = 1_735_689_600;
  private static final List<String> SHOWN =
      List.of("sim", "sim-latency-1s", "sim-flaky-1", "sim-throttle-1-retry-1s", "sim-hang");

  private Models() {}

  static JsonObject list() {
    JsonArray models = new JsonArray();
    SHOWN.forEach(name -> models.add(named(name)));
    return new JsonObject().put("object", "list").put("data", models);
  }

  static JsonObject named(String name) {
    return new JsonObject()
        .put("id", name)
        .put("object", "model")
        .put("created", CREATED)
        .put("owned_by", "simulator");
  }
}
