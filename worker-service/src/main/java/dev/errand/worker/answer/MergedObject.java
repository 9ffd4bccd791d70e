package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.errand.text.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object that arrives in pieces, like OpenAI's deltas: texts are concatenated, lists are
 * continued, and names and counts are kept.
 */
final class MergedObject {

  /** Texts that arrive complete; some servers repeat them in each chunk. */
  private static final Set<String> WHOLE =
      Set.of("id", "type", "role", "name", "object", "format", "finish_reason", "stop_reason");

  /** Values: StringBuilder, MergedObject, a list of either, or any other JSON, unchanged. */
  private final Map<String, Object> members = new LinkedHashMap<>();

  boolean has(String name) {
    return members.get(name) instanceof JsonNode value && !Blank.is(value);
  }

  void putIfAbsent(String name, JsonNode value) {
    if (!members.containsKey(name)) {
      merge(name, value);
    }
  }

  /** Adds a piece. */
  void merge(String name, JsonNode piece) {
    if (piece.isNull() || WHOLE.contains(name) && piece.asText("x").isEmpty()) {
      members.putIfAbsent(name, piece);
    } else if (piece.isTextual() && !WHOLE.contains(name)) {
      text(name).append(piece.textValue());
    } else if (piece.isObject()) {
      object(name).addAll(piece);
    } else if (piece.isArray()) {
      piece.forEach(item -> addItem(list(name), item));
    } else {
      members.put(name, piece);
    }
  }

  private void addAll(JsonNode piece) {
    piece.propertyStream().forEach(member -> merge(member.getKey(), member.getValue()));
  }

  private StringBuilder text(String name) {
    return of(StringBuilder.class, name, new StringBuilder());
  }

  private MergedObject object(String name) {
    return of(MergedObject.class, name, new MergedObject());
  }

  @SuppressWarnings("unchecked")
  private List<Object> list(String name) {
    return of(List.class, name, new ArrayList<>());
  }

  private <T> T of(Class<T> type, String name, T fresh) {
    return type.cast(members.compute(name, (_, old) -> type.isInstance(old) ? old : fresh));
  }

  /** Pieces of one item have the same index, or follow each other without a separate id. */
  private static void addItem(List<Object> list, JsonNode item) {
    if (!item.isObject()) {
      list.add(item);
      return;
    }
    MergedObject merged = item.has("index") ? withIndex(list, item.path("index")) : null;
    if (merged == null) {
      merged = new MergedObject();
      list.add(merged);
    }
    merged.addAll(item);
  }

  private static @Nullable MergedObject withIndex(List<Object> list, JsonNode index) {
    return list.stream()
        .filter(MergedObject.class::isInstance)
        .map(MergedObject.class::cast)
        .filter(item -> index.equals(item.members.get("index")))
        .findFirst()
        .orElse(null);
  }

  /** The merged object as JSON. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    members.forEach((name, value) -> json.set(name, json(value)));
    return json;
  }

  private static JsonNode json(Object value) {
    return switch (value) {
      case StringBuilder text -> JsonNodeFactory.instance.textNode(Utf8.whole(text.toString()));
      case MergedObject object -> object.json();
      case List<?> items -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(json(item)));
        yield array;
      }
      case JsonNode other -> other;
      default -> throw new IllegalStateException("no JSON: " + value.getClass());
    };
  }
}
