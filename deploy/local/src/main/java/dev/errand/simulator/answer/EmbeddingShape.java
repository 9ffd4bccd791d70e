package dev.errand.simulator.answer;

import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/** {@code /v1/embeddings}. */
public final class EmbeddingShape implements AnswerShape {

  private static final int DEFAULT_DIMENSIONS = 8;
  private static final int MAX_DIMENSIONS = 8_192;

  @Override
  public String required() {
    return "input";
  }

  @Override
  public void check(JsonObject body) {
    AnswerShape.super.check(body);
    int dimensions = dimensions(body);
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new RefusedException(
          OpenAiError.badParameter(
              "dimensions", "invalid_value", "'dimensions' must be from 1 to " + MAX_DIMENSIONS));
    }
  }

  private static int dimensions(JsonObject body) {
    return body.getValue("dimensions") instanceof Number given
        ? given.intValue()
        : DEFAULT_DIMENSIONS;
  }

  @Override
  public JsonObject answer(Call call) {
    JsonArray data = new JsonArray();
    for (Object input : inputs(call.body())) {
      data.add(embedding(call.body(), PromptText.of(input), data.size()));
    }
    return new JsonObject()
        .put("object", "list")
        .put("data", data)
        .put("model", call.model())
        .put("usage", Usage.ofEmbedding(call));
  }

  /** An array of numbers is one input, given as tokens. */
  private static JsonArray inputs(JsonObject body) {
    return switch (body.getValue("input")) {
      case JsonArray array when !array.isEmpty() && !(array.getValue(0) instanceof Number) -> array;
      case Object single -> new JsonArray().add(single);
    };
  }

  private static JsonObject embedding(JsonObject body, String text, int index) {
    double[] vector = Answers.vectorFor(text, dimensions(body));
    boolean base64 = "base64".equals(body.getValue("encoding_format"));
    return new JsonObject()
        .put("object", "embedding")
        .put("index", index)
        .put("embedding", base64 ? base64(vector) : array(vector));
  }

  private static JsonArray array(double[] vector) {
    JsonArray numbers = new JsonArray();
    for (double part : vector) {
      // As precise as in the other encoding.
      numbers.add((float) part);
    }
    return numbers;
  }

  private static String base64(double[] vector) {
    ByteBuffer floats =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double part : vector) {
      floats.putFloat((float) part);
    }
    return Base64.getEncoder().encodeToString(floats.array());
  }

  @Override
  public List<String> frames(Call call) {
    return List.of();
  }
}
