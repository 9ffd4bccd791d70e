package dev.errand.worker.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.errand.job.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What Errand reads of a provider's body; the rest is only checked to be JSON.
 *
 * @param isJson whether the body is one JSON value and nothing else
 * @param error the error object's message; empty where there is no such object
 * @param code the error object's code and type, for {@link #says}
 */
record Answer(boolean isJson, Optional<String> error, String code, Usage usage) {

  static final Answer NOT_JSON = new Answer(false, Optional.empty(), "", Usage.UNKNOWN);

  private static final int TREE = 64 << 10;
  private static final int SHOWN = 500;

  /** Strings that are skipped may be longer. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(TREE).build())
              .build());

  /** Reads a body; throws a JacksonException where it is broken JSON. */
  static Answer parse(byte[] body) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      JsonNode error = JSON.nullNode();
      JsonNode usage = JSON.nullNode();
      if (first == null) {
        return NOT_JSON;
      }
      if (first != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return parser.nextToken() == null ? of(error, usage) : NOT_JSON;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "error" -> error = tree(parser, body);
          case "usage" -> usage = tree(parser, body);
          default -> parser.skipChildren();
        }
      }
      return parser.nextToken() == null ? of(error, usage) : NOT_JSON;
    }
  }

  /**
   * The value at the parser. Of a large object or array only the text's beginning: a tree takes ten
   * times the memory of its text.
   */
  private static JsonNode tree(JsonParser parser, byte[] body) throws IOException {
    int begin = (int) parser.currentTokenLocation().getByteOffset();
    if (!parser.currentToken().isStructStart() || begin < 0) {
      return JSON.readTree(parser);
    }
    parser.skipChildren();
    int length = (int) parser.currentLocation().getByteOffset() - begin;
    return length <= TREE
        ? JSON.readTree(body, begin, length)
        : TextNode.valueOf(new String(body, begin, SHOWN, StandardCharsets.UTF_8));
  }

  /** Whether the error's code or type is that word. */
  boolean says(String word) {
    return code.contains(word);
  }

  private static Answer of(JsonNode error, JsonNode usage) {
    return new Answer(
        true,
        error.isNull() ? Optional.empty() : Optional.of(message(error)),
        error.path("code").asText() + " " + error.path("type").asText(),
        new Usage(
            tokens(usage, "prompt_tokens", "input_tokens"),
            tokens(usage, "completion_tokens", "output_tokens"),
            tokens(usage, "total_tokens", "total_tokens")));
  }

  /** The error's message with its code, or all of it where it has another shape. */
  private static String message(JsonNode error) {
    JsonNode message = error.path("message");
    if (!message.isTextual()) {
      return error.isTextual() ? error.textValue() : error.toString();
    }
    JsonNode code = error.path("code");
    return code.isTextual()
        ? message.textValue() + " (" + code.textValue() + ")"
        : message.textValue();
  }

  private static Long tokens(JsonNode usage, String name, String otherName) {
    JsonNode count = usage.path(name).isMissingNode() ? usage.path(otherName) : usage.path(name);
    return count.isIntegralNumber() && count.canConvertToLong() ? count.longValue() : null;
  }
}
