package dev.errand.worker.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A tree of a JSON text in which long, deep or numerous values are cut, so that it stays small
 * whatever the text is. The whole text is read, so it is known to be JSON.
 */
final class Outline {

  /** The placeholder of a value that exists but is not kept. */
  static final JsonNode CUT = TextNode.valueOf("…");

  private static final int DEPTH = 8;
  private static final int MEMBERS = 100;

  /** The limit for arrays that contain answers: as many as a request may ask for. */
  private static final int ANSWERS = 2048;

  private static final int ITEMS = 16;

  /** The limit for each member of the root. */
  private static final int NODES = 16_384;

  private static final int TEXT = 64 << 10;
  private static final int STRING = 8 << 10;
  private static final int LONG_DIGITS = 18;
  private static final int DOUBLE_DIGITS = 40;
  private static final JsonNodeFactory NODE = JsonNodeFactory.instance;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Everything is UTF-8: if Jackson guesses UTF-16, it has no byte offsets.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(StrictJson.LIMITS)
          .build();

  private final byte[] json;
  private final JsonParser parser;
  private int nodes = NODES;
  private int text = TEXT;

  private Outline(byte[] json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /**
   * Outlines a text; a missing node if it is empty. Throws a JacksonException if it is not one JSON
   * value.
   */
  static JsonNode of(byte[] json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() == null) {
        return MissingNode.getInstance();
      }
      JsonNode outline = new Outline(json, parser).value(0);
      if (parser.nextToken() != null) {
        throw new MoreThanOneValueException(parser.currentLocation());
      }
      return outline;
    }
  }

  private JsonNode value(int depth) throws IOException {
    nodes--;
    return switch (parser.currentToken()) {
      case START_OBJECT -> depth < DEPTH ? object(depth) : cut(JsonToken.END_OBJECT);
      case START_ARRAY -> depth < DEPTH ? array(depth) : cut(JsonToken.END_ARRAY);
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT -> number(LONG_DIGITS);
      case VALUE_NUMBER_FLOAT -> number(0);
      case VALUE_TRUE, VALUE_FALSE -> BooleanNode.valueOf(parser.getBooleanValue());
      default -> NullNode.getInstance();
    };
  }

  private JsonNode object(int depth) throws IOException {
    ObjectNode object = NODE.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (depth == 0) {
        nodes = NODES;
        text = TEXT;
      }
      if (nodes > 0 && (object.size() < MEMBERS || object.has(name) || Shape.reads(name))) {
        object.set(name, value(depth + 1));
      } else {
        parser.skipChildren();
      }
    }
    return object;
  }

  private JsonNode array(int depth) throws IOException {
    ArrayNode array = NODE.arrayNode();
    int most = depth <= 1 ? ANSWERS : ITEMS;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (nodes > 0 && array.size() < most) {
        array.add(value(depth + 1));
      } else {
        parser.skipChildren();
      }
    }
    return array;
  }

  /** A value that is too deep is either empty or a placeholder. */
  private JsonNode cut(JsonToken end) throws IOException {
    if (parser.nextToken() == end) {
      return end == JsonToken.END_OBJECT ? NODE.objectNode() : NODE.arrayNode();
    }
    for (int open = 1; open > 0; parser.nextToken()) {
      JsonToken token = parser.currentToken();
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (open == 0) {
        break;
      }
    }
    return CUT;
  }

  /**
   * A string; of a long one only the beginning, as written. A long one is never decoded: Jackson
   * skips it.
   */
  private JsonNode string() throws IOException {
    int begin = (int) parser.currentTokenLocation().getByteOffset() + 1;
    int most = Math.min(json.length, begin + Math.clamp(text, 1, STRING));
    int end = begin;
    while (end < most && json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    text -= end - begin;
    return end < most
        ? TextNode.valueOf(parser.getText())
        : TextNode.valueOf(new String(json, begin, most - begin, StandardCharsets.UTF_8));
  }

  private JsonNode number(int longDigits) throws IOException {
    int length = parser.getTextLength();
    if (length <= longDigits) {
      return LongNode.valueOf(parser.getLongValue());
    }
    return length <= DOUBLE_DIGITS ? DoubleNode.valueOf(Double.parseDouble(parser.getText())) : CUT;
  }
}
