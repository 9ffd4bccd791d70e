package dev.errand.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.job.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the text in a provider's answer. */
final class OutputText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private OutputText() {}

  /** The answer's text; empty where it has none, or is not of its endpoint's form. */
  static Optional<String> of(Endpoint endpoint, byte[] answer) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS ->
          read(answer).flatMap(json -> text(json.at("/choices/0/message/content"), "text"));
      case RESPONSES -> read(answer).flatMap(json -> joined(contents(json), "output_text"));
      case COMPLETIONS -> read(answer).flatMap(json -> text(json.at("/choices/0/text"), "text"));
      case EMBEDDINGS -> Optional.empty();
    };
  }

  private static Optional<JsonNode> read(byte[] answer) {
    try {
      return Optional.of(JSON.readTree(answer));
    } catch (IOException e) {
      // Nested too deep or too long for us: the client still gets the whole answer as it is.
      return Optional.empty();
    }
  }

  /** A content is a string, or a list of parts. */
  private static Optional<String> text(JsonNode content, String partType) {
    return content.isTextual()
        ? Optional.of(content.textValue())
        : joined(content.valueStream(), partType);
  }

  private static Stream<JsonNode> contents(JsonNode response) {
    return response
        .path("output")
        .valueStream()
        .flatMap(item -> item.path("content").valueStream());
  }

  private static Optional<String> joined(Stream<JsonNode> parts, String type) {
    return parts
        .filter(part -> part.path("type").asText().equals(type))
        .map(part -> part.path("text"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .collect(Collectors.collectingAndThen(Collectors.toList(), OutputText::nonEmpty));
  }

  private static Optional<String> nonEmpty(List<String> texts) {
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("", texts));
  }
}
