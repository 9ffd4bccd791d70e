package dev.errand.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.e2e.fuzz.Requests.Made;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How an error is written: its path decides. */
enum ErrorForm {
  /** On Errand's own paths. */
  PROBLEM {
    @Override
    boolean fits(Answer answer) {
      JsonNode problem = Json.read(answer.body()).orElse(ApiDocument.none());
      return answer.type().equals("application/problem+json")
          && problem.path("status").asInt() == answer.status()
          && !problem.path("title").asText().isBlank()
          && !problem.path("type").asText().isBlank();
    }
  },
  /** On the paths of OpenAI's API, whose clients need all four keys. */
  ENVELOPE {
    @Override
    boolean fits(Answer answer) {
      JsonNode error = Json.read(answer.body()).orElse(ApiDocument.none()).path("error");
      return answer.type().equals("application/json")
          && answer.header("x-request-id").isPresent()
          && KEYS.stream().allMatch(error::has)
          && !error.path("message").asText().isBlank()
          && !error.path("type").asText().isBlank();
    }
  };

  private static final List<String> KEYS = List.of("message", "type", "param", "code");

  /** Whether a response is an error in this form. */
  abstract boolean fits(Answer answer);

  /** The forms of errors that a request may get: of two if it may not reach its path. */
  static Set<ErrorForm> of(Made made) {
    if (!made.isPlain() || !made.routed()) {
      return EnumSet.allOf(ErrorForm.class);
    }
    return EnumSet.of(made.operation().likeOpenAi() ? ENVELOPE : PROBLEM);
  }
}
