package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.errand.job.Endpoint;
import dev.errand.worker.answer.Verdict.Complete;
import dev.errand.worker.answer.Verdict.Errored;
import dev.errand.worker.answer.Verdict.Lacking;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of chat completions, whose choices have messages, and completions, which have texts.
 */
final class Choices {

  private static final Set<String> MEANT = Set.of("stop", "tool_calls", "function_call");
  private static final int BAD_GATEWAY = 502;
  private static final JsonNode BROKE_OFF =
      TextNode.valueOf("the provider broke off the answer (finish_reason: error)");

  private Choices() {}

  /** Classifies an object. */
  static Verdict of(Endpoint endpoint, JsonNode body) {
    JsonNode choices = body.path("choices");
    if (choices.isMissingNode() && !body.path("object").asText().contains("completion")) {
      return Shape.foreign(endpoint, body);
    }
    if (!choices.isArray() && !Blank.is(choices)) {
      return Shape.foreign(endpoint, body);
    }
    String content = endpoint == Endpoint.CHAT_COMPLETIONS ? "message" : "text";
    String other = endpoint == Endpoint.CHAT_COMPLETIONS ? "text" : "message";
    boolean any = false;
    for (JsonNode choice : choices) {
      Optional<Errored> error = error(choice);
      if (error.isPresent()) {
        return error.get();
      }
      if (isOfAnotherKind(choice, content) || !choice.has(content) && choice.has(other)) {
        return Shape.foreign(endpoint, body);
      }
      any |= isThere(choice.path(content), choice);
    }
    return any ? new Complete(finishReason(choices)) : lacking(choices, content);
  }

  private static Lacking lacking(JsonNode choices, String content) {
    return new Lacking(
        choices.isEmpty()
            ? "the answer has no choices"
            : "the answer's choices have no " + content);
  }

  /** A choice that was cut off does not count, and the request asked for all of them. */
  private static Optional<Errored> error(JsonNode choice) {
    JsonNode error = choice.path("error");
    boolean brokeOff = choice.path("finish_reason").asText().equalsIgnoreCase("error");
    if (!brokeOff && Blank.is(error)) {
      return Optional.empty();
    }
    return Optional.of(
        new Errored(
            InnerError.statusOf(error).orElse(BAD_GATEWAY), Blank.is(error) ? BROKE_OFF : error));
  }

  private static boolean isOfAnotherKind(JsonNode choice, String content) {
    JsonNode value = choice.path(content);
    boolean fits = content.equals("message") ? value.isObject() : value.isTextual();
    return !fits && !Blank.is(value);
  }

  /**
   * A blank message or text counts if the provider gives a finish reason; without one, it was never
   * generated.
   */
  private static boolean isThere(JsonNode content, JsonNode choice) {
    if (content.isMissingNode() || content.isNull()) {
      return false;
    }
    return !Blank.is(choice.path("finish_reason")) || !isSilent(content);
  }

  private static boolean isSilent(JsonNode content) {
    return content.isObject()
        ? content
            .propertyStream()
            .filter(m -> !m.getKey().equals("role"))
            .allMatch(Choices::isBlank)
        : Blank.is(content);
  }

  private static boolean isBlank(Entry<String, JsonNode> member) {
    return Blank.is(member.getValue());
  }

  /**
   * Of several, the first that cut an answer off; otherwise the first that is not stop; otherwise
   * stop.
   */
  private static Optional<String> finishReason(JsonNode choices) {
    Optional<String> worst = Optional.empty();
    for (JsonNode choice : choices) {
      Optional<String> reason = FinishReason.of(choice.path("finish_reason"));
      if (rank(reason) > rank(worst)) {
        worst = reason;
      }
    }
    return worst;
  }

  private static int rank(Optional<String> reason) {
    if (reason.isEmpty()) {
      return 0;
    }
    return !MEANT.contains(reason.get()) ? 3 : reason.get().equals("stop") ? 1 : 2;
  }
}
