package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.chat;
import static dev.errand.simulator.SimulatorClient.contentOf;
import static dev.errand.simulator.SimulatorClient.error;
import static dev.errand.simulator.SimulatorClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.answer.Answers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MarkersTest {

  @AutoClose private final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @Test
  void aMarkerInThePromptGivesOneCallAFaultThatOthersOfItsModelDoNotGet() throws Exception {
    assertEquals(200, client.ask("gpt-4o", "line 1").statusCode());
    assertEquals(429, client.ask("gpt-4o", "line 2 [[sim-429]]").statusCode());
    assertEquals(200, client.ask("gpt-4o", "line 3").statusCode());
  }

  @Test
  void aMarkerDelaysTheAnswerWhichIsTheOneOfTheWholePrompt() throws Exception {
    String prompt = "[[sim-latency-300ms]] slow";
    long start = System.nanoTime();

    HttpResponse<String> response = client.ask("sim", prompt);

    assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
    assertEquals(Answers.textFor(prompt), contentOf(response));
  }

  @Test
  void markersChangeWhatTheModelSaysInTheirOrder() throws Exception {
    assertEquals(502, client.ask("sim-429", "[[sim-400]] and [[sim-502]]").statusCode());
    assertEquals(200, client.ask("sim-hang", "[[sim-ok]]").statusCode());
  }

  @Test
  void aMarkerMayStandInTheUser() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("user", "u [[sim-400]]");
    body.put("input", new JsonArray().add(1).add(2));

    assertEquals(400, client.post("/v1/embeddings", body).statusCode());
  }

  @Test
  void aLineFailsItsFirstCallsOnly() throws Exception {
    assertEquals(500, client.ask("sim", "line [[sim-flaky-1]]").statusCode());
    assertEquals(500, client.ask("sim", "other [[sim-flaky-1]]").statusCode());
    assertEquals(200, client.ask("sim", "line [[sim-flaky-1]]").statusCode());
  }

  @Test
  void ratesOfMarkersAreTheirOwn() throws Exception {
    assertEquals(200, client.ask("sim", "a [[sim-rate-1]]").statusCode());
    assertEquals(429, client.ask("sim", "b [[sim-rate-1]]").statusCode());
    assertEquals(200, client.ask("sim-rate-1", "c").statusCode());
  }

  @Test
  void callsAreCountedByTheirMarkers() throws Exception {
    client.ask("sim", "a [[sim-400]]");
    client.ask("sim", "b [[sim-400]] [[sim-ok]]");
    client.post("/v1/chat/completions", chat("sim", "c").put("user", "[[sim-ok]]"));

    JsonObject counted = json(client.get("/sim/calls")).getJsonObject("markers");

    assertEquals(new JsonObject().put("sim-400", 2).put("sim-ok", 2), counted);
    client.delete("/sim/calls");
    assertEquals(new JsonObject(), json(client.get("/sim/calls")).getJsonObject("markers"));
  }

  @Test
  void otherTextInBracketsIsText() throws Exception {
    assertEquals(200, client.ask("sim", "[[a link]] [[sim]] [sim-400] [[ sim-400 ]]").statusCode());
    assertEquals(new JsonObject(), json(client.get("/sim/calls")).getJsonObject("markers"));
  }

  @Test
  void anUnknownDirectiveIsRejectedNamingWhereItStands() throws Exception {
    HttpResponse<String> response = client.ask("sim", "[[sim-explode]]");

    assertEquals(400, response.statusCode());
    assertEquals("messages", error(response).getString("param"));
    assertTrue(error(response).getString("message").contains("explode"));
  }
}
