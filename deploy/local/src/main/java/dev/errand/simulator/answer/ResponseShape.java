package dev.errand.simulator.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code /v1/responses}. */
public final class ResponseShape implements AnswerShape {

  @Override
  public String required() {
    return "input";
  }

  @Override
  public String promptOf(JsonObject body) {
    JsonArray both = new JsonArray();
    both.add(PromptText.of(body.getValue("instructions")));
    both.add(PromptText.of(body.getValue("input")));
    return PromptText.of(both);
  }

  @Override
  public JsonObject answer(Call call) {
    return response(call, "completed")
        .put("completed_at", call.created())
        .put("output", new JsonArray().add(message(call, "completed", part(call.answer()))))
        .put("usage", Usage.ofResponse(call));
  }

  @Override
  public List<String> frames(Call call) {
    return new ResponseEvents(call, this).frames();
  }

  /** A response without its output yet. */
  JsonObject response(Call call, String status) {
    JsonObject body = call.body();
    return new JsonObject()
        .put("id", "resp_" + call.id())
        .put("object", "response")
        .put("created_at", call.created())
        .put("status", status)
        .put("background", false)
        .putNull("error")
        .putNull("incomplete_details")
        .put("instructions", body.getValue("instructions"))
        .put("max_output_tokens", body.getValue("max_output_tokens"))
        .put("model", call.model())
        .put("output", new JsonArray())
        .mergeIn(settings(body))
        .putNull("usage");
  }

  private static JsonObject settings(JsonObject body) {
    return new JsonObject()
        .put("parallel_tool_calls", body.getValue("parallel_tool_calls", true))
        .put("previous_response_id", body.getValue("previous_response_id"))
        .put("reasoning", new JsonObject().putNull("effort").putNull("summary"))
        .put("service_tier", "default")
        .put("store", body.getValue("store", true))
        .put("temperature", body.getValue("temperature", 1.0))
        .put("text", new JsonObject().put("format", new JsonObject().put("type", "text")))
        .put("tool_choice", body.getValue("tool_choice", "auto"))
        .put("tools", body.getValue("tools", new JsonArray()))
        .put("top_p", body.getValue("top_p", 1.0))
        .put("truncation", "disabled")
        .put("user", body.getValue("user"))
        .put("metadata", body.getValue("metadata", new JsonObject()));
  }

  JsonObject message(Call call, String status, JsonObject... parts) {
    return new JsonObject()
        .put("id", messageId(call))
        .put("type", "message")
        .put("status", status)
        .put("role", "assistant")
        .put("content", new JsonArray(List.of(parts)));
  }

  String messageId(Call call) {
    return "msg_" + call.id();
  }

  JsonObject part(String text) {
    return new JsonObject()
        .put("type", "output_text")
        .put("text", text)
        .put("annotations", new JsonArray())
        .put("logprobs", new JsonArray());
  }
}
