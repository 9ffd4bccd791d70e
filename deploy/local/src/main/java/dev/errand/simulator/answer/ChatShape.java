package dev.errand.simulator.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code /v1/chat/completions}. */
public final class ChatShape implements AnswerShape {

  @Override
  public String required() {
    return "messages";
  }

  @Override
  public JsonObject answer(Call call) {
    JsonObject message =
        new JsonObject()
            .put("role", "assistant")
            .put("content", call.answer())
            .putNull("refusal")
            .put("annotations", new JsonArray());
    return envelope(call, "chat.completion")
        .put("choices", choices(new JsonObject().put("message", message), "stop"))
        .put("usage", Usage.ofCompletion(call));
  }

  @Override
  public List<String> frames(Call call) {
    List<String> frames = new ArrayList<>();
    frames.add(chunk(call, new JsonObject().put("role", "assistant").put("content", ""), null));
    for (String word : Answers.words(call.answer())) {
      frames.add(chunk(call, new JsonObject().put("content", word), null));
    }
    frames.add(chunk(call, new JsonObject(), "stop"));
    if (call.streamsUsage()) {
      frames.add(Frames.data(usageChunk(call)));
    }
    frames.add(Frames.DONE);
    return frames;
  }

  private static String chunk(Call call, JsonObject delta, String finishReason) {
    JsonObject chunk =
        envelope(call, "chat.completion.chunk")
            .put("choices", choices(new JsonObject().put("delta", delta), finishReason));
    return Frames.data(call.streamsUsage() ? chunk.putNull("usage") : chunk);
  }

  private static JsonObject usageChunk(Call call) {
    return envelope(call, "chat.completion.chunk")
        .put("choices", new JsonArray())
        .put("usage", Usage.ofCompletion(call));
  }

  private static JsonObject envelope(Call call, String object) {
    return new JsonObject()
        .put("id", "chatcmpl-" + call.id())
        .put("object", object)
        .put("created", call.created())
        .put("model", call.model())
        .put("service_tier", "default")
        .put("system_fingerprint", "fp_simulator");
  }

  private static JsonArray choices(JsonObject content, String finishReason) {
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .mergeIn(content)
            .putNull("logprobs")
            .put("finish_reason", finishReason);
    return new JsonArray().add(choice);
  }
}
