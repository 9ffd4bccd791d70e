package dev.errand.simulator.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The events of one streamed response, numbered from 0. */
final class ResponseEvents {

  private final Call call;
  private final ResponseShape shape;
  private final List<String> frames = new ArrayList<>();

  ResponseEvents(Call call, ResponseShape shape) {
    this.call = call;
    this.shape = shape;
  }

  List<String> frames() {
    add("response.created", response(shape.response(call, "in_progress")));
    add("response.in_progress", response(shape.response(call, "in_progress")));
    add("response.output_item.added", item(shape.message(call, "in_progress")));
    add("response.content_part.added", inItem().put("part", shape.part("")));
    for (String word : Answers.words(call.answer())) {
      add("response.output_text.delta", inItem().put("delta", word).put("logprobs", none()));
    }
    add("response.output_text.done", inItem().put("text", call.answer()).put("logprobs", none()));
    add("response.content_part.done", inItem().put("part", shape.part(call.answer())));
    add(
        "response.output_item.done",
        item(shape.message(call, "completed", shape.part(call.answer()))));
    add("response.completed", response(shape.answer(call)));
    return List.copyOf(frames);
  }

  private void add(String type, JsonObject content) {
    JsonObject event =
        new JsonObject().put("type", type).put("sequence_number", frames.size()).mergeIn(content);
    frames.add(Frames.event(type, event));
  }

  private static JsonObject response(JsonObject response) {
    return new JsonObject().put("response", response);
  }

  private static JsonObject item(JsonObject item) {
    return new JsonObject().put("output_index", 0).put("item", item);
  }

  private JsonObject inItem() {
    return new JsonObject()
        .put("item_id", shape.messageId(call))
        .put("output_index", 0)
        .put("content_index", 0);
  }

  private static JsonArray none() {
    return new JsonArray();
  }
}
