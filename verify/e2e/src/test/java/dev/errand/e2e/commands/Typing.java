package dev.errand.e2e.commands;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.e2e.commands.ConsoleCommands.Command;
import dev.errand.rig.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Types commands in a checkout, for an API on a port of its own instead of the documented one. */
final class Typing {

  static final Duration SOON = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checkout checkout;
  private final String api = Integer.toString(FreePorts.next());

  Typing(Checkout checkout) {
    this.checkout = checkout;
  }

  /** The API's. */
  String port() {
    return api;
  }

  Terminal dev(String name, Command command, Map<String, String> replaced) {
    return dev(name, command, replaced, Map.of());
  }

  Terminal dev(
      String name, Command command, Map<String, String> replaced, Map<String, String> environment) {
    String typed = replace(command.bare(), replaced) + " --port " + api;
    return checkout.type(name, typed, environment).awaitOutput("Errand is up.");
  }

  String curl(String name, Command command) {
    return checkout.output(name, at(command.text()));
  }

  String at(String command) {
    return command.replace("127.0.0.1:8080", "127.0.0.1:" + api);
  }

  JsonNode awaitSucceeded(String command) {
    List<JsonNode> last = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              last.add(json(checkout.output("poll", at(command))));
              return last.getLast().path("state").asText().equals("succeeded");
            });
    return last.getLast();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(text, e);
    }
  }

  /** What is not there can't be replaced: the documentation has changed. */
  static String replace(String command, Map<String, String> replaced) {
    String result = command;
    for (Map.Entry<String, String> each : replaced.entrySet()) {
      assertTrue(result.contains(each.getKey()), () -> "no " + each.getKey() + " in " + command);
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }
}
