package dev.errand.simulator;

import static dev.errand.simulator.SimulatorClient.chat;
import static dev.errand.simulator.SimulatorClient.contentOf;
import static dev.errand.simulator.SimulatorClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.simulator.answer.Answers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EndpointsTest {

  @AutoClose private static final Simulator simulator = Simulator.start(SimulatorOptions.anyPort());

  private final SimulatorClient client = new SimulatorClient(simulator);

  @Test
  void aChatCompletionHasOpenAisShape() throws Exception {
    JsonObject answer = json(client.ask("gpt-4o", "Name a colour"));

    assertTrue(answer.getString("id").startsWith("chatcmpl-"));
    assertEquals("chat.completion", answer.getString("object"));
    assertEquals("gpt-4o", answer.getString("model"));
    JsonObject choice = answer.getJsonArray("choices").getJsonObject(0);
    assertEquals("stop", choice.getString("finish_reason"));
    assertEquals("assistant", choice.getJsonObject("message").getString("role"));
  }

  @Test
  void theAnswerIsDeterminedByThePrompt() throws Exception {
    assertEquals(Answers.textFor("Name a colour"), contentOf(client.ask("sim", "Name a colour")));
  }

  @Test
  void thePromptIsAllTextOfAllMessages() throws Exception {
    JsonObject body = chat("sim", "You are terse.");
    JsonArray parts = new JsonArray();
    parts.add(new JsonObject().put("type", "text").put("text", "Name"));
    parts.add(new JsonObject().put("type", "image_url").put("image_url", new JsonObject()));
    parts.add(new JsonObject().put("type", "text").put("text", "a colour"));
    body.getJsonArray("messages").add(new JsonObject().put("role", "user").put("content", parts));

    assertEquals(
        Answers.textFor("You are terse.\nName\na colour"),
        contentOf(client.post("/v1/chat/completions", body)));
  }

  @Test
  void usageAddsUp() throws Exception {
    JsonObject usage = json(client.ask("sim", "x".repeat(400))).getJsonObject("usage");

    assertEquals(100, usage.getInteger("prompt_tokens"));
    assertEquals(
        usage.getInteger("total_tokens"),
        usage.getInteger("prompt_tokens") + usage.getInteger("completion_tokens"));
    assertEquals(0, usage.getJsonObject("prompt_tokens_details").getInteger("cached_tokens"));
  }

  @Test
  void aResponseHasOpenAisShape() throws Exception {
    JsonObject body =
        new JsonObject().put("model", "sim").put("instructions", "Be terse.").put("input", "Hi");

    JsonObject answer = json(client.post("/v1/responses", body));

    assertTrue(answer.getString("id").startsWith("resp_"));
    assertEquals("response", answer.getString("object"));
    assertEquals("completed", answer.getString("status"));
    JsonObject message = answer.getJsonArray("output").getJsonObject(0);
    JsonObject part = message.getJsonArray("content").getJsonObject(0);
    assertEquals("output_text", part.getString("type"));
    assertEquals(Answers.textFor("Be terse.\nHi"), part.getString("text"));
    assertTrue(answer.getJsonObject("usage").getInteger("total_tokens") > 0);
  }

  @Test
  void aCompletionHasOpenAisShape() throws Exception {
    JsonObject body = new JsonObject().put("model", "sim").put("prompt", "Once upon");

    JsonObject answer = json(client.post("/v1/completions", body));

    assertEquals("text_completion", answer.getString("object"));
    assertEquals(
        Answers.textFor("Once upon"),
        answer.getJsonArray("choices").getJsonObject(0).getString("text"));
  }

  @Test
  void everyInputOfAnEmbeddingCallGetsItsVector() throws Exception {
    JsonObject body = embedding(new JsonArray().add("cat").add("dog"));

    JsonArray data = json(client.post("/v1/embeddings", body)).getJsonArray("data");

    assertEquals(2, data.size());
    assertEquals(8, data.getJsonObject(0).getJsonArray("embedding").size());
    assertEquals(1, data.getJsonObject(1).getInteger("index"));
    assertNotEquals(
        data.getJsonObject(0).getJsonArray("embedding"),
        data.getJsonObject(1).getJsonArray("embedding"));
  }

  @Test
  void anEmbeddingHasTheDimensionsAndEncodingAskedFor() throws Exception {
    JsonObject body = embedding("cat").put("dimensions", 3).put("encoding_format", "base64");

    JsonObject answer = json(client.post("/v1/embeddings", body));

    String text = answer.getJsonArray("data").getJsonObject(0).getString("embedding");
    ByteBuffer floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(12, floats.capacity());
    assertEquals(Answers.vectorFor("cat", 3)[0], floats.getFloat(), 1e-6);
  }

  @Test
  void bothEncodingsHaveTheSameNumbers() throws Exception {
    JsonObject numbers = json(client.post("/v1/embeddings", embedding("cat")));
    JsonObject base64 =
        json(client.post("/v1/embeddings", embedding("cat").put("encoding_format", "base64")));

    ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode((String) first(base64)));
    floats.order(ByteOrder.LITTLE_ENDIAN);
    for (Object number : (JsonArray) first(numbers)) {
      assertEquals(((Number) number).floatValue(), floats.getFloat());
    }
    assertEquals(0, floats.remaining());
  }

  @Test
  void aProviderMayAnswerNumbersWhateverIsAskedFor() throws Exception {
    JsonObject body = embedding("cat").put("encoding_format", "base64").put("model", "sim-floats");

    JsonObject answer = json(client.post("/v1/embeddings", body));

    assertInstanceOf(JsonArray.class, first(answer));
    assertEquals("sim-floats", answer.getString("model"));
  }

  @Test
  void listsOfTokensAreInputsOfTheirOwn() throws Exception {
    JsonArray tokens =
        new JsonArray().add(new JsonArray().add(1).add(2)).add(new JsonArray().add(3));

    JsonArray data = json(client.post("/v1/embeddings", embedding(tokens))).getJsonArray("data");

    assertEquals(2, data.size());
  }

  private static Object first(JsonObject answer) {
    return answer.getJsonArray("data").getJsonObject(0).getValue("embedding");
  }

  private static JsonObject embedding(Object input) {
    return new JsonObject().put("model", "sim").put("input", input);
  }

  @Test
  void modelsAreListedAndAnyCanBeLookedUp() throws Exception {
    JsonObject list = json(client.get("/v1/models"));

    assertEquals("list", list.getString("object"));
    assertEquals("sim", list.getJsonArray("data").getJsonObject(0).getString("id"));
    assertEquals("gpt-4o", json(client.get("/v1/models/gpt-4o")).getString("id"));
    assertEquals("org/m+1:x", json(client.get("/v1/models/org%2Fm+1:x")).getString("id"));
  }

  @Test
  void everyAnswerHasARequestIdOfItsOwn() throws Exception {
    String first = client.get("/v1/models").headers().firstValue("x-request-id").orElseThrow();
    String second = client.ask("sim", "id").headers().firstValue("x-request-id").orElseThrow();

    assertTrue(first.startsWith("req_"));
    assertNotEquals(first, second);
  }
}
