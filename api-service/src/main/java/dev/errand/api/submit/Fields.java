package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.errand.api.problem.Violation;
import dev.errand.text.Utf8;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A submission's fields by name, each checked as it is asked for; what is wrong gathers. */
final class Fields {

  private static final int SHOWN = 40;

  private final Map<String, JsonNode> values;
  private final List<Violation> violations = new ArrayList<>();

  Fields(Map<String, JsonNode> values) {
    this.values = values;
  }

  /** Notes what is wrong. */
  void violation(String field, String message) {
    violations.add(new Violation(Utf8.storable(field), message));
  }

  /** Notes each field that is not among the known ones, which are listed once. */
  void allowOnly(Set<String> known) {
    String help =
        ": if it is part of the provider's request, put it into body; known fields: "
            + sorted(known);
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.contains(name)) {
        violation(shortened(name), "unknown field" + help);
        help = "";
      }
    }
  }

  /**
   * Ends the checks.
   *
   * @throws RejectedException where something is wrong
   */
  void rejectWhatIsWrong() {
    if (!violations.isEmpty()) {
      throw RejectedException.invalid(violations);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value as it came, or empty. */
  Optional<JsonNode> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A text that is not empty and can be stored. */
  Optional<String> text(String name) {
    return value(name).flatMap(value -> text(name, value));
  }

  /** The text in {@code value}, which is found at {@code field}. */
  Optional<String> text(String field, JsonNode value) {
    if (!value.isTextual()) {
      violation(field, "must be a string, not " + kind(value));
    } else if (value.textValue().isEmpty()) {
      violation(field, "must not be empty");
    } else if (!Utf8.isStorable(value.textValue())) {
      violation(field, "must hold neither a NUL character nor half a surrogate pair");
    } else {
      return Optional.of(value.textValue());
    }
    return Optional.empty();
  }

  Optional<Integer> integer(String name, int min, int max) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    boolean fits = value.get().isIntegralNumber() && value.get().canConvertToInt();
    if (fits && value.get().intValue() >= min && value.get().intValue() <= max) {
      return value.map(JsonNode::intValue);
    }
    violation(name, "must be an integer from %d to %d, not %s".formatted(min, max, shown(value)));
    return Optional.empty();
  }

  /** A duration in seconds, to the millisecond. */
  Optional<Duration> seconds(String name, Duration max) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal limit = BigDecimal.valueOf(max.toSeconds());
    if (value.get().isNumber()) {
      BigDecimal seconds = value.get().decimalValue();
      if (seconds.signum() >= 0 && seconds.compareTo(limit) <= 0) {
        return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
      }
    }
    violation(name, "must be a number from 0 to %s, not %s".formatted(limit, shown(value)));
    return Optional.empty();
  }

  /** A time with its offset, to the microsecond, as Postgres keeps it. */
  Optional<Instant> time(String name) {
    return text(name).flatMap(text -> time(name, text));
  }

  private Optional<Instant> time(String name, String text) {
    Optional<Instant> time = Rfc3339.parse(text);
    if (time.isEmpty()) {
      violation(name, "must be an RFC 3339 time with its offset, such as 2030-01-05T09:30:00Z");
    }
    return time;
  }

  private static String shown(Optional<JsonNode> value) {
    JsonNode node = value.orElseThrow();
    return node.isNumber() ? shortened(node.asText()) : kind(node);
  }

  private static String kind(JsonNode value) {
    JsonNodeType type = value.getNodeType();
    return switch (type) {
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case ARRAY -> "an array";
      case OBJECT, POJO -> "an object";
      case NULL, MISSING, BINARY -> "null";
    };
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
