package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.chat;
import static dev.errand.simulator.SimulatorClient.json;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CallCountsTest {

  private static final String CHAT = "/v1/chat/completions";

  @AutoClose private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @Test
  void callsAreCountedByPromptIfNothingElseNamesThem() throws Exception {
    client.ask("sim", "a");
    client.ask("sim", "a");
    client.ask("sim-500", "b");

    JsonObject all = json(client.get("/sim/calls"));

    assertEquals(3, all.getInteger("total"));
    assertEquals(0, all.getInteger("in_flight"));
    assertEquals(new JsonObject().put("a", 2).put("b", 1), all.getJsonObject("calls"));
  }

  @Test
  void theHeaderNamesACallBeforeItsUserAndItsMetadata() throws Exception {
    JsonObject body = chat("sim", "prompt").put("metadata", new JsonObject().put("key", "meta"));
    client.post(CHAT, body);
    client.post(CHAT, body.put("user", "user"));
    client.post(CHAT, body.encode(), "X-Request-Key", "header");

    JsonObject counted = json(client.get("/sim/calls")).getJsonObject("calls");

    assertEquals(new JsonObject().put("header", 1).put("meta", 1).put("user", 1), counted);
  }

  @Test
  void aLongKeyIsListedHashedAndFoundByItself() throws Exception {
    String prompt = "long ".repeat(100);
    client.ask("sim", prompt);

    JsonObject calls = client.callsOf(prompt);

    assertEquals(1, calls.getInteger("count"));
    assertEquals("sha256:", calls.getString("key").substring(0, 7));
    assertEquals(1, simulator.calls().count(prompt));
  }

  @Test
  void aCallThatTheClientClosesIsCountedWithItsTime() throws Exception {
    Instant start = Instant.now();
    CompletableFuture<?> call = client.askLater("sim-latency-1m", "cancelled");
    await().until(() -> simulator.calls().inFlight() == 1);

    call.cancel(true);

    await().until(() -> simulator.calls().closedByClient() == 1);
    JsonObject calls = client.callsOf("cancelled");
    assertEquals(1, calls.getInteger("closed_by_client"));
    assertFalse(Instant.parse(calls.getString("last_closed_at")).isBefore(start));
    assertEquals(0, json(client.get("/sim/calls")).getInteger("in_flight"));
  }

  @Test
  void aHangingCallThatTheClientClosesIsCountedToo() {
    CompletableFuture<?> call = client.askLater("sim-hang", "hanging");
    await().until(() -> simulator.calls().inFlight() == 1);

    call.cancel(true);

    await().until(() -> simulator.calls().closedByClient("hanging") == 1);
  }

  @Test
  void anAnsweredCallIsNotClosedByTheClient() throws Exception {
    client.ask("sim-latency-" + Duration.ofMillis(20).toMillis(), "answered");

    assertEquals(0, client.callsOf("answered").getInteger("closed_by_client"));
    assertNull(client.callsOf("answered").getString("last_closed_at"));
  }

  @Test
  void aResetStartsTheCountsAfresh() throws Exception {
    client.ask("sim", "before");

    assertEquals(204, client.delete("/sim/calls").statusCode());

    assertEquals(0, json(client.get("/sim/calls")).getInteger("total"));
    assertEquals(0, client.callsOf("before").getInteger("count"));
  }

  @Test
  void callsOfEmbeddingsAreCountedByTheirInput() throws Exception {
    client.post("/v1/embeddings", new JsonObject().put("model", "sim").put("input", "cat"));

    assertEquals(1, simulator.calls().count("cat"));
  }
}
