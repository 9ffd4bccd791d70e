package dev.errand.simulator.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code /v1/completions}; an array of prompts is treated as one prompt. */
public final class CompletionShape implements AnswerShape {

  @Override
  public String required() {
    return "prompt";
  }

  @Override
  public JsonObject answer(Call call) {
    return envelope(call)
        .put("choices", choices(call.answer(), "stop"))
        .put("usage", Usage.ofCompletion(call));
  }

  @Override
  public List<String> frames(Call call) {
    List<String> frames = new ArrayList<>();
    for (String word : Answers.words(call.answer())) {
      frames.add(chunk(call, word, null));
    }
    frames.add(chunk(call, "", "stop"));
    if (call.streamsUsage()) {
      frames.add(Frames.data(usageChunk(call)));
    }
    frames.add(Frames.DONE);
    return frames;
  }

  private static String chunk(Call call, String text, String finishReason) {
    JsonObject chunk = envelope(call).put("choices", choices(text, finishReason));
    return Frames.data(call.streamsUsage() ? chunk.putNull("usage") : chunk);
  }

  private static JsonObject usageChunk(Call call) {
    return envelope(call).put("choices", new JsonArray()).put("usage", Usage.ofCompletion(call));
  }

  private static JsonObject envelope(Call call) {
    return new JsonObject()
        .put("id", "cmpl-" + call.id())
        .put("object", "text_completion")
        .put("created", call.created())
        .put("model", call.model())
        .put("system_fingerprint", "fp_simulator");
  }

  private static JsonArray choices(String text, String finishReason) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("text", text)
            .putNull("logprobs")
            .put("finish_reason", finishReason);
    return new JsonArray().add(choice);
  }
}
