package dev.errand.simulator.answer;

import io.vertx.core.json.JsonObject;

/** The tokens of a call, with the field names of each endpoint. */
final class Usage {

  private Usage() {}

  static JsonObject ofCompletion(Call call) {
    int prompt = Answers.tokens(call.prompt());
    int completion = Answers.tokens(call.answer());
    return new JsonObject()
        .put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion)
        .put("prompt_tokens_details", none("cached_tokens", "audio_tokens"))
        .put(
            "completion_tokens_details",
            none(
                "reasoning_tokens",
                "audio_tokens",
                "accepted_prediction_tokens",
                "rejected_prediction_tokens"));
  }

  static JsonObject ofResponse(Call call) {
    int input = Answers.tokens(call.prompt());
    int output = Answers.tokens(call.answer());
    return new JsonObject()
        .put("input_tokens", input)
        .put("input_tokens_details", none("cached_tokens", "cache_write_tokens"))
        .put("output_tokens", output)
        .put("output_tokens_details", none("reasoning_tokens"))
        .put("total_tokens", input + output);
  }

  static JsonObject ofEmbedding(Call call) {
    int prompt = Answers.tokens(call.prompt());
    return new JsonObject().put("prompt_tokens", prompt).put("total_tokens", prompt);
  }

  private static JsonObject none(String... details) {
    JsonObject zeros = new JsonObject();
    for (String detail : details) {
      zeros.put(detail, 0);
    }
    return zeros;
  }
}
