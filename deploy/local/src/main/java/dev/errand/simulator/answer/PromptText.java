package dev.errand.simulator.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text in a prompt: of all messages and their parts, in order, one per line. */
final class PromptText {

  private PromptText() {}

  static String of(Object prompt) {
    return switch (prompt) {
      case null -> "";
      case String text -> text;
      case Number token -> token.toString();
      case JsonArray parts -> joined(parts.stream());
      case JsonObject part -> joined(Stream.of("content", "text", "output").map(part::getValue));
      default -> "";
    };
  }

  private static String joined(Stream<Object> parts) {
    return parts
        .filter(Objects::nonNull)
        .map(PromptText::of)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
