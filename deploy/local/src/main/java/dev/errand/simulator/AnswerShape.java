package dev.errand.simulator;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What an endpoint of the OpenAI API reads its prompt from, and how it puts its answer. */
interface AnswerShape {

  /** The parameter that must be given beside the model. */
  String required();

  JsonObject answer(Call call);

  /** The server-sent events of a streamed answer; none where the endpoint doesn't stream. */
  List<String> frames(Call call);

  default String promptOf(JsonObject body) {
    return PromptText.of(body.getValue(required()));
  }

  /** Throws {@link RefusedException} if a parameter is missing or wrong. */
  default void check(JsonObject body) {
    if (body.getValue(required()) == null) {
      throw new RefusedException(OpenAiError.missingParameter(required()));
    }
  }
}
