package dev.errand.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers with status 200 that are none. */
class OddBodiesTest {

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sim-empty | ''",
        "sim-null | null",
        "sim-inner-429 | {\"error\":{\"message\":\"The simulator was told to answer with the error"
            + " 429 inside.\",\"code\":429}}"
      })
  void theBodyIsAsAskedFor(String model, String body) throws Exception {
    HttpResponse<String> response = client.ask(model, "odd");

    assertEquals(200, response.statusCode());
    assertEquals(body, response.body());
  }

  @Test
  void anEchoIsThePromptsText() throws Exception {
    assertEquals("{\"choices\": null}", client.ask("sim-echo", "{\"choices\": null}").body());
  }

  @ParameterizedTest
  @CsvSource({"sim-half, error", "sim-cutoff, length", "sim-filtered, content_filter"})
  void anAnswerEndsForTheReasonAskedFor(String model, String reason) throws Exception {
    JsonObject answer = new JsonObject(client.ask(model, "odd").body());

    assertEquals(
        reason, answer.getJsonArray("choices").getJsonObject(0).getString("finish_reason"));
  }

  @Test
  void anAnswerOfNothingHasNoChoices() throws Exception {
    JsonObject answer = new JsonObject(client.ask("sim-nothing", "odd").body());

    assertTrue(answer.getJsonArray("choices").isEmpty());
  }

  @Test
  void anUnrequestedStreamMayBeCutOff() throws Exception {
    String whole = client.ask("sim-stream", "odd").body();
    String half = client.ask("sim-halfstream", "odd").body();

    assertTrue(whole.startsWith("data: ") && whole.endsWith("data: [DONE]\n\n"), whole);
    assertTrue(half.startsWith("data: ") && !half.contains("[DONE]"), half);
  }

  @Test
  void numbersThatAreNoneAndBytesThatAreNoTextAreSent() throws Exception {
    assertTrue(client.ask("sim-nan", "odd").body().contains("[NaN,Infinity,-Infinity]"));
    assertTrue(client.ask("sim-badutf8", "odd").body().contains("\uFFFD"));
    assertFalse(client.ask("sim", "odd").body().contains("\uFFFD"));
  }
}
