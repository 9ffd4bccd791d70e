package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.job.Endpoint;
import dev.errand.worker.answer.Verdict.Complete;
import dev.errand.worker.answer.Verdict.Errored;
import dev.errand.worker.answer.Verdict.Foreign;
import dev.errand.worker.answer.Verdict.Lacking;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Distinguishes an endpoint's answers from errors and from everything else. */
final class Shape {

  private static final Set<String> READ =
      Set.of("choices", "data", "output", "status", "error", "usage", "object", "message");

  private static final int NAMED = 6;

  private Shape() {}

  /** Whether a member of the root with this name is significant. */
  static boolean reads(String name) {
    return READ.contains(name);
  }

  /** Classifies the outline of a body. */
  static Verdict of(Endpoint endpoint, JsonNode body) {
    Verdict shape = body.isObject() ? shape(endpoint, body) : foreign(endpoint, body);
    return error(shape, body).<Verdict>map(error -> error).orElseGet(() -> explained(shape, body));
  }

  private static Verdict shape(Endpoint endpoint, JsonNode body) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, COMPLETIONS -> Choices.of(endpoint, body);
      case RESPONSES -> Responses.of(body);
      case EMBEDDINGS -> Embeddings.of(body);
    };
  }

  private static Verdict explained(Verdict shape, JsonNode body) {
    return shape instanceof Lacking(String why)
        ? new Lacking(Reason.in(body).map(reason -> why + ": " + reason).orElse(why))
        : shape;
  }

  /** An answer next to an error whose code means success. */
  private static Optional<Errored> error(Verdict shape, JsonNode body) {
    if (shape instanceof Errored) {
      return Optional.empty();
    }
    return InnerError.of(body, shape instanceof Foreign)
        .filter(error -> !(shape instanceof Complete && error.saysThatAllIsWell()))
        .map(error -> new Errored(error.status(), error.node()));
  }

  /** Describes a body of another kind. */
  static Foreign foreign(Endpoint endpoint, JsonNode body) {
    return new Foreign(
        "the answer is JSON, but not an answer of %s: %s".formatted(endpoint.path(), kind(body)));
  }

  private static String kind(JsonNode body) {
    return switch (body.getNodeType()) {
      case OBJECT -> object(body);
      case ARRAY -> "a list";
      case STRING -> "a string, " + Reason.of(body);
      case NUMBER -> "a number";
      case BOOLEAN -> body.toString();
      case NULL, MISSING, BINARY, POJO -> "null";
    };
  }

  private static String object(JsonNode body) {
    if (body.isEmpty()) {
      return "an empty object";
    }
    if (body.path("type").asText().equals("message") && body.path("content").isArray()) {
      return "a message of Anthropic's own API; its OpenAI-compatible endpoint is another path";
    }
    if (body.has("done") && (body.has("message") || body.has("response"))) {
      return "an answer of Ollama's own API; its OpenAI-compatible endpoint is below /v1";
    }
    if (body.path("candidates").isArray()) {
      return "an answer of Gemini's own API; its OpenAI-compatible endpoint is below /openai";
    }
    Optional<String> reason = Reason.in(body);
    if (reason.isPresent()) {
      return reason.get();
    }
    String names =
        body.propertyStream().limit(NAMED).map(m -> m.getKey()).collect(Collectors.joining(", "));
    return "an object with " + names;
  }
}
