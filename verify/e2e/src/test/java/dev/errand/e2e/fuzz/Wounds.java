package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Valid JSON in which one thing is wrong. */
final class Wounds {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A placeholder in a tree for values that a tree cannot contain. */
  private static final String RAW = "~~raw~~";

  private static final int HUGE = 5 * 1024 * 1024;

  private static final String[] NUMBERS = {
    "0",
    "-1",
    "1.0",
    "0.5",
    "101",
    "-101",
    "2147483648",
    "-9223372036854775809",
    "1e400",
    "1e-400",
    "1E+2147483647",
    "1e99999999999",
    "0e-2147483648",
    "-0",
    "-0.0",
    "1e2",
    "9".repeat(1000),
    "9".repeat(1001),
    "0." + "0".repeat(998) + "1",
    "01",
    "+1",
    ".5",
    "1.",
    "0x10",
    "NaN",
    "Infinity"
  };

  private static final String[] TEXTS = {
    "\"\"",
    "\"\\ud800\"",
    "\"a\\udc00b\"",
    "\"\\u0000\"",
    "\"\\uFFFE\\uFFFF\"",
    "\"\u0000\"",
    "\"\u001f\"",
    "\"\n\"",
    "\"\u00ff\"",
    "\"\u00c0\u0080\"",
    "\"\u00ed\u00a0\u0080\"",
    "\"\u00f4\u0090\u0080\u0080\"",
    "\"\u00e2\u0082\"",
    "\"\\x\"",
    "\"\\u12\"",
    "'single'",
    "bare"
  };

  private final Chance chance;
  private final SchemaValues values;

  Wounds(Chance chance, SchemaValues values) {
    this.chance = chance;
    this.values = values;
  }

  /** The value as JSON with one error, which a schema may not detect. */
  byte[] wounded(JsonNode valid) {
    return switch (chance.below(10)) {
      case 0, 1 -> broken(Json.bytes(valid));
      case 2, 3 -> raw(valid, chance.of(NUMBERS));
      case 4 -> raw(valid, chance.of(TEXTS));
      case 5 -> raw(valid, vast());
      case 6 -> inTree(valid, this::removed);
      case 7 -> inTree(valid, this::added);
      case 8 -> twice(valid);
      default -> inTree(valid, this::ofAnotherType);
    };
  }

  /** Replaces a value by text that need not be JSON. */
  private byte[] raw(JsonNode valid, String text) {
    JsonNode copy = valid.deepCopy();
    if (!replaced(copy, NODES.textNode(RAW))) {
      return text.getBytes(ISO_8859_1);
    }
    byte[] json = Json.bytes(copy);
    byte[] mark = ("\"" + RAW + "\"").getBytes(UTF_8);
    int at = new String(json, ISO_8859_1).indexOf(new String(mark, ISO_8859_1));
    return joined(
        Arrays.copyOf(json, at),
        text.getBytes(ISO_8859_1),
        Arrays.copyOfRange(json, at + mark.length, json.length));
  }

  private String vast() {
    int depth = chance.of(5, 998, 1001, 10_000);
    return switch (chance.below(30)) {
      case 0 -> "\"" + "x".repeat(HUGE) + "\"";
      case 1, 2, 3, 4, 5, 6, 7 -> "[".repeat(depth) + "]".repeat(depth);
      case 8, 9, 10, 11, 12 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
      case 13 -> "[".repeat(depth);
      case 14, 15 -> members(chance.of(20, 101, 5000));
      case 16 -> "\"" + "\\u0041".repeat(20_000) + "\"";
      default -> "\"" + chance.of("y", "%", "\\\\").repeat(chance.of(257, 513, 60_000)) + "\"";
    };
  }

  private static String members(int count) {
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      members.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":\"v\"");
    }
    return members.append('}').toString();
  }

  private byte[] inTree(JsonNode valid, Consumer<JsonNode> change) {
    JsonNode copy = valid.deepCopy();
    change.accept(copy);
    return Json.bytes(copy);
  }

  private void removed(JsonNode root) {
    places(root).stream()
        .skip(chance.below(1 + places(root).size()))
        .findFirst()
        .ifPresent(Place::remove);
  }

  private void added(JsonNode root) {
    List<ObjectNode> objects = objects(root);
    if (objects.isEmpty()) {
      return;
    }
    ObjectNode object = chance.of(objects);
    int count = chance.of(1, 1, 1, 20, 3000);
    for (int i = 0; i < count; i++) {
      object.put(chance.of("x", "\u0000", "", "n".repeat(60_000), "é", "__proto__") + i, i);
    }
  }

  private void ofAnotherType(JsonNode root) {
    replaced(root, values.value(NODES.objectNode()));
  }

  private boolean replaced(JsonNode root, JsonNode value) {
    List<Place> places = places(root);
    if (!places.isEmpty()) {
      chance.of(places).set(value);
    }
    return !places.isEmpty();
  }

  /** A key twice in one object, the second time with another value. */
  private byte[] twice(JsonNode valid) {
    String json = new String(Json.bytes(valid), UTF_8);
    int start = json.indexOf('{');
    int end = json.indexOf(':', start);
    if (start < 0 || end < 0) {
      return ("{\"a\":1,\"a\":2," + json + "}").getBytes(UTF_8);
    }
    String key = json.substring(start + 1, end);
    return (json.substring(0, start + 1) + key + ":null," + json.substring(start + 1))
        .getBytes(UTF_8);
  }

  private byte[] broken(byte[] json) {
    String text = new String(json, UTF_8);
    return switch (chance.below(12)) {
      case 0 -> new byte[0];
      case 1 -> chance.of(" ", "\n", "null", "[]", "1", "\"x\"", "true", "{}").getBytes(UTF_8);
      case 2 -> Arrays.copyOf(json, chance.below(json.length + 1));
      case 3 -> joined(json, chance.of("}", "{}", ",", "x", "\u0000", "\n\n{").getBytes(UTF_8));
      case 4 -> joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, json);
      case 5 -> joined(new byte[] {(byte) 0xFF, (byte) 0xFE}, text.getBytes(UTF_16LE));
      case 6 -> text.replaceFirst("\\}", ",}").getBytes(UTF_8);
      case 7 -> text.replaceFirst(":", chance.of("", "=", "::", ": /* c */ ")).getBytes(UTF_8);
      case 8 -> text.replace('"', '\'').getBytes(UTF_8);
      case 9 -> joined("[".getBytes(UTF_8), json, "]".getBytes(UTF_8));
      case 10 -> chance.bytes(chance.below(200));
      default -> text.replace("{", "{\r\n\t ").getBytes(UTF_8);
    };
  }

  /** A value's place in its object or list. */
  private record Place(JsonNode owner, String name, int index) {

    void set(JsonNode value) {
      if (owner instanceof ObjectNode object) {
        object.set(name, value);
      } else {
        ((ArrayNode) owner).set(index, value);
      }
    }

    void remove() {
      if (owner instanceof ObjectNode object) {
        object.remove(name);
      } else {
        ((ArrayNode) owner).remove(index);
      }
    }
  }

  private static List<Place> places(JsonNode root) {
    List<Place> places = new ArrayList<>();
    gather(root, places);
    return places;
  }

  private static void gather(JsonNode node, List<Place> places) {
    node.properties().forEach(member -> places.add(new Place(node, member.getKey(), 0)));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      places.add(new Place(node, "", i));
    }
    node.forEach(child -> gather(child, places));
  }

  private static List<ObjectNode> objects(JsonNode root) {
    List<ObjectNode> objects = new ArrayList<>();
    if (root instanceof ObjectNode object) {
      objects.add(object);
    }
    root.forEach(child -> objects.addAll(objects(child)));
    return objects;
  }

  static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
