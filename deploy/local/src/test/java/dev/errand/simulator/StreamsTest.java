package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.chat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.answer.Answers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StreamsTest {

  private static final String PROMPT = "Name three colours";

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @Test
  void aStreamedChatComesInWordsAndEndsWithDone() throws Exception {
    HttpResponse<String> response = stream("/v1/chat/completions", chat("sim", PROMPT));

    assertTrue(response.headers().firstValue("content-type").orElseThrow().contains("event-str"));
    assertTrue(response.body().endsWith("data: [DONE]\n\n"));
    assertEquals(
        Answers.textFor(PROMPT),
        events(response).stream()
            .map(chunk -> chunk.getJsonArray("choices").getJsonObject(0))
            .map(choice -> choice.getJsonObject("delta").getString("content", ""))
            .collect(Collectors.joining()));
  }

  @Test
  void aStreamedChatReportsItsUsageOnRequest() throws Exception {
    JsonObject body = chat("sim", PROMPT);
    body.put("stream_options", new JsonObject().put("include_usage", true));

    List<JsonObject> chunks = events(stream("/v1/chat/completions", body));

    assertTrue(chunks.getLast().getJsonArray("choices").isEmpty());
    assertTrue(chunks.getLast().getJsonObject("usage").getInteger("total_tokens") > 0);
    assertTrue(chunks.getFirst().containsKey("usage"));
  }

  @Test
  void aStreamedCompletionComesInWordsAndEndsWithDone() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("prompt", PROMPT);

    HttpResponse<String> response = stream("/v1/completions", body);

    assertTrue(response.body().endsWith("data: [DONE]\n\n"));
    assertEquals(
        Answers.textFor(PROMPT),
        events(response).stream()
            .map(chunk -> chunk.getJsonArray("choices").getJsonObject(0).getString("text"))
            .collect(Collectors.joining()));
  }

  @Test
  void aStreamedResponseIsASeriesOfNumberedEvents() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("input", PROMPT);

    HttpResponse<String> response = stream("/v1/responses", body);

    List<JsonObject> events = events(response);
    for (int number = 0; number < events.size(); number++) {
      assertEquals(number, events.get(number).getInteger("sequence_number"));
    }
    assertEquals("response.created", events.getFirst().getString("type"));
    assertEquals("response.completed", events.getLast().getString("type"));
    assertTrue(response.body().startsWith("event: response.created\ndata: {"));
  }

  @Test
  void theDeltasOfAStreamedResponseJoinToItsText() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("input", PROMPT);

    String text =
        events(stream("/v1/responses", body)).stream()
            .filter(event -> event.getString("type").equals("response.output_text.delta"))
            .map(event -> event.getString("delta"))
            .collect(Collectors.joining());

    assertEquals(Answers.textFor(PROMPT), text);
  }

  private HttpResponse<String> stream(String path, JsonObject body) throws Exception {
    return client.post(path, body.put("stream", true));
  }

  private static List<JsonObject> events(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> new JsonObject(line.substring("data: ".length())))
        .toList();
  }
}
