package dev.errand.api.jobs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.errand.job.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the text in a provider's answer. Only the parts of the answer with the text are kept. */
final class OutputText {

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNumberLength(Integer.MAX_VALUE)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  /** An unpaired surrogate, which cannot be sent as UTF-8; a whole pair is one code point. */
  private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

  private OutputText() {}

  /** The answer's text; empty if it has none, or does not have its endpoint's shape. */
  static Optional<String> of(Endpoint endpoint, String answer) {
    Optional<String> text =
        switch (endpoint) {
          case CHAT_COMPLETIONS -> text(at("/choices/0/message/content", answer), "text");
          case RESPONSES -> joined(contents(at("/output", answer)), "output_text");
          case COMPLETIONS -> text(at("/choices/0/text", answer), "text");
          case EMBEDDINGS -> Optional.empty();
        };
    return text.map(found -> HALF_PAIR.matcher(found).replaceAll("\uFFFD"));
  }

  private static JsonNode at(String pointer, String answer) {
    try (JsonParser parser =
        new FilteringParserDelegate(
            JSON.createParser(answer),
            new JsonPointerBasedFilter(pointer),
            Inclusion.ONLY_INCLUDE_ALL,
            false)) {
      JsonNode found = JSON.readTree(parser);
      return found == null ? MissingNode.getInstance() : found;
    } catch (IOException e) {
      // Nested too deep for us: the client still gets the complete answer, unchanged.
      return MissingNode.getInstance();
    }
  }

  /** A content is a string, or a list of parts. */
  private static Optional<String> text(JsonNode content, String partType) {
    return content.isTextual()
        ? Optional.of(content.textValue())
        : joined(content.valueStream(), partType);
  }

  private static Stream<JsonNode> contents(JsonNode output) {
    return output.valueStream().flatMap(item -> item.path("content").valueStream());
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
