package dev.errand.worker.outcome;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of an error's body of any shape: for classification, not for display. Only the
 * beginning of a large body is examined.
 */
final class ErrorBody {

  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_TEXT = 16 << 10;
  private static final int MOST_DEPTH = 12;
  private static final int LONGEST_WORD = 80;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> words = new HashSet<>();
  private final Map<String, String> fields = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private ErrorBody() {}

  /** Reads a body. */
  static ErrorBody of(byte[] body) {
    ErrorBody read = new ErrorBody();
    String beginning =
        new String(Arrays.copyOf(body, Math.min(body.length, MOST_BYTES)), StandardCharsets.UTF_8);
    read.text(beginning, 0);
    return read;
  }

  /** Whether one of these codes is a value in the body; lower case. */
  boolean says(Set<String> codes) {
    return !Collections.disjoint(words, codes);
  }

  /** The codes: all values of one word each, in lower case. */
  Set<String> words() {
    return words;
  }

  /** The first number or string with this name, at any depth. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** All strings, concatenated, in lower case. */
  String text() {
    return text.toString();
  }

  /** Gateways put the provider's own JSON into a string. */
  private void text(String value, int depth) {
    String stripped = value.strip();
    if ((stripped.startsWith("{") || stripped.startsWith("[")) && depth < MOST_DEPTH) {
      try {
        node("", JSON.readTree(stripped), depth + 1);
        return;
      } catch (JacksonException e) {
        // In that case it is plain text.
      }
    }
    String lower = stripped.toLowerCase(Locale.ROOT);
    if (lower.length() <= LONGEST_WORD && !lower.contains(" ")) {
      words.add(lower);
    }
    int room = Math.max(0, MOST_TEXT - text.length());
    text.append(lower, 0, Math.clamp(lower.length(), 0, room)).append(room > 0 ? "\n" : "");
  }

  private void node(String name, JsonNode node, int depth) {
    if (depth > MOST_DEPTH) {
      return;
    }
    if (node.isObject()) {
      node.properties().forEach(field -> node(field.getKey(), field.getValue(), depth + 1));
    } else if (node.isArray()) {
      node.forEach(child -> node(name, child, depth + 1));
    } else if (node.isTextual()) {
      fields.putIfAbsent(name.toLowerCase(Locale.ROOT), node.textValue());
      text(node.textValue(), depth);
    } else if (node.isNumber()) {
      fields.putIfAbsent(name.toLowerCase(Locale.ROOT), node.asText());
    }
  }
}
