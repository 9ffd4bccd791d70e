package dev.errand.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Generates values that are valid for a schema, mostly at its limits. */
final class SchemaValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 4;
  private static final int USUAL_LENGTH = 40;
  private static final String[] LETTERS = {
    "a", "Z", "7", " ", "é", "ß", "漢", "😀", "\u202E", "\u2028", "\uFFFF", "\u0001", "\t", "\n",
    "\"", "\\", "/", "%", "'", ";", "--", "{", "<", "&", "\u0301"
  };
  private static final String[] TIMES = {
    "2030-01-05T09:30:00Z",
    "2030-01-05t09:30:00.1234567890z",
    "1970-01-01T00:00:00+00:00",
    "0000-01-01T00:00:00+18:00",
    "9999-12-31T23:59:59.999999999-18:00",
    "9999-12-31T23:59:59Z",
    "2030-06-30T23:59:60Z",
    "2028-02-29T00:00:00-00:00",
    "2026-12-31T23:59:59.999999Z"
  };

  private final ApiDocument document;
  private final Chance chance;

  SchemaValues(ApiDocument document, Chance chance) {
    this.document = document;
    this.chance = chance;
  }

  /** A valid value. */
  JsonNode value(JsonNode schema) {
    return value(document.resolved(schema), 0);
  }

  /** Adds further properties of the schema to an object. */
  JsonNode extended(JsonNode value, JsonNode schema) {
    JsonNode copy = value.deepCopy();
    if (copy instanceof ObjectNode object) {
      properties(object, document.resolved(schema), 0, 6);
    }
    return copy;
  }

  /** A text with unusual characters. */
  String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.codePointCount(0, text.length()) < length) {
      text.append(chance.of(LETTERS));
    }
    return text.substring(0, text.offsetByCodePoints(0, length));
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (schema.has("enum")) {
      return schema.path("enum").get(chance.below(schema.path("enum").size()));
    }
    if (schema.has("examples") && chance.oneIn(4)) {
      return schema.path("examples").get(chance.below(schema.path("examples").size()));
    }
    return switch (type(schema)) {
      case "string" -> NODES.textNode(string(schema));
      case "integer" -> NODES.numberNode(integer(schema));
      case "number" -> number(schema);
      case "boolean" -> NODES.booleanNode(chance.oneIn(2));
      case "null" -> NODES.nullNode();
      case "array" -> array(schema, depth);
      case "object" -> object(schema, depth);
      default -> anything(depth);
    };
  }

  private String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return type.get(chance.below(type.size())).textValue();
    }
    return type.asText(schema.has("properties") ? "object" : "");
  }

  private String string(JsonNode schema) {
    if (schema.path("format").asText().equals("date-time")) {
      return chance.of(TIMES);
    }
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Math.max(least, USUAL_LENGTH));
    return text(
        switch (chance.below(6)) {
          case 0 -> least;
          case 1 -> most;
          default -> chance.between(least, Math.min(most, least + USUAL_LENGTH));
        });
  }

  private long integer(JsonNode schema) {
    long least = schema.path("minimum").asLong(Integer.MIN_VALUE);
    long most = schema.path("maximum").asLong(Integer.MAX_VALUE);
    return switch (chance.below(4)) {
      case 0 -> least;
      case 1 -> most;
      default -> chance.between(least, most);
    };
  }

  private JsonNode number(JsonNode schema) {
    BigDecimal whole = BigDecimal.valueOf(integer(schema));
    return switch (chance.below(4)) {
      case 0 -> NODES.numberNode(whole);
      case 1 ->
          NODES.numberNode(whole.signum() > 0 ? whole.movePointLeft(chance.below(99)) : whole);
      case 2 -> NODES.numberNode(new BigDecimal("0E" + chance.between(-400, 400)));
      default -> NODES.numberNode(whole.abs().multiply(new BigDecimal("0.999999999999")));
    };
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    JsonNode items = document.resolved(schema.path("items"));
    for (int i = chance.below(4); i > 0 && depth < DEEPEST; i--) {
      array.add(value(items, depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    required(schema)
        .forEach(
            name ->
                object.set(
                    name,
                    value(document.resolved(schema.path("properties").path(name)), depth + 1)));
    properties(object, schema, depth, 3);
    return object;
  }

  /** Adds each optional property with a chance of one in {@code rarity}, and some free ones. */
  private void properties(ObjectNode object, JsonNode schema, int depth, int rarity) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (!object.has(property.getKey()) && chance.oneIn(rarity)) {
                object.set(
                    property.getKey(), value(document.resolved(property.getValue()), depth + 1));
              }
            });
    JsonNode free = schema.path("additionalProperties");
    if (free.isBoolean() && !free.booleanValue()) {
      return;
    }
    int most = Math.min(schema.path("maxProperties").asInt(3), chance.oneIn(10) ? 50 : 3);
    for (int i = chance.between(0, most); i > 0 && depth < DEEPEST; i--) {
      String name = string(document.resolved(schema.path("propertyNames")));
      if (object.size() < schema.path("maxProperties").asInt(Integer.MAX_VALUE)) {
        object.set(
            name,
            free.isObject() ? value(document.resolved(free), depth + 1) : anything(depth + 1));
      }
    }
  }

  private JsonNode anything(int depth) {
    return switch (chance.below(depth < DEEPEST ? 7 : 5)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(chance.oneIn(2));
      case 2 -> NODES.numberNode(chance.between(Long.MIN_VALUE, Long.MAX_VALUE));
      case 3 -> NODES.numberNode(new BigDecimal("-1.5E-7"));
      case 4 -> NODES.textNode(text(chance.below(USUAL_LENGTH)));
      case 5 -> array(NODES.objectNode(), depth);
      default -> object(NODES.objectNode(), depth);
    };
  }

  private static Set<String> required(JsonNode schema) {
    return StreamSupport.stream(schema.path("required").spliterator(), false)
        .map(JsonNode::textValue)
        .collect(Collectors.toSet());
  }
}
