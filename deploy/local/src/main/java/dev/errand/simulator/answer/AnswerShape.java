package dev.errand.simulator.answer;

import dev.errand.simulator.fault.OpenAiError;
import dev.errand.simulator.fault.RefusedException;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Where an endpoint of the OpenAI API reads its prompt, and the shape of its answer. */
public interface AnswerShape {

  /** The parameter that is required besides the model. */
  String required();

  JsonObject answer(Call call);

  /** The server-sent events of a streamed answer; none if the endpoint does not stream. */
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
