package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.chat;
import static dev.errand.simulator.SimulatorClient.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadRequestsTest {

  private static final String CHAT = "/v1/chat/completions";

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"text\"", "null"})
  void aBodyThatIsNotAJsonObjectIsRejected(String body) throws Exception {
    HttpResponse<String> response = client.post(CHAT, body);

    assertEquals(400, response.statusCode());
    assertEquals("invalid_request_error", error(response).getString("type"));
  }

  @Test
  void anUnreadableCallIsCountedByItsHeaderAlone() throws Exception {
    client.post(CHAT, "{", "X-Request-Key", "broken");
    client.post(CHAT, "{");

    assertEquals(1, simulator.calls().count("broken"));
    assertTrue(simulator.calls().count("unreadable") >= 1);
    assertEquals(0, simulator.calls().inFlight());
  }

  @Test
  void aMissingModelIsRejectedButCounted() throws Exception {
    JsonObject body = chat("sim", "no model");
    body.remove("model");

    HttpResponse<String> response = client.post(CHAT, body);

    assertEquals(400, response.statusCode());
    assertEquals("model", error(response).getString("param"));
    assertEquals(1, simulator.calls().count("no model"));
  }

  @Test
  void aMissingPromptIsRejected() throws Exception {
    HttpResponse<String> response = client.post(CHAT, new JsonObject().put("model", "sim"));

    assertEquals(400, response.statusCode());
    assertEquals("messages", error(response).getString("param"));
  }

  @Test
  void impossibleDimensionsAreRejected() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("input", "x").put("dimensions", 0);

    assertEquals("dimensions", error(client.post("/v1/embeddings", body)).getString("param"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/images", "/v1/chat/completions", "/"})
  void anUnknownPathOrMethodIsNotFound(String path) throws Exception {
    HttpResponse<String> response = client.get(path);

    assertEquals(404, response.statusCode());
    assertEquals("Invalid URL (GET " + path + ")", error(response).getString("message"));
  }

  @Test
  void aBodyOf16MebibytesIsAcceptedAndALargerOneIsRejected() throws Exception {
    int frame = chat("sim", "").encode().length();
    int limit = 16 * 1024 * 1024;

    assertEquals(200, client.ask("sim", "x".repeat(limit - frame)).statusCode());
    HttpResponse<String> refused = client.ask("sim", "x".repeat(limit - frame + 1));
    assertEquals(413, refused.statusCode());
    assertEquals("request_too_large", error(refused).getString("code"));
  }
}
