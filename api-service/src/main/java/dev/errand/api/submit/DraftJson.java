package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Extracts the values of a submission from its JSON. */
final class DraftJson {

  private static final Set<String> FIELDS =
      Set.of(
          "endpoint",
          "body",
          "model",
          "prompt",
          "system",
          "priority",
          "delay_seconds",
          "run_at",
          "timeout_seconds",
          "max_attempts",
          "on_lost",
          "deadline",
          "metadata");

  private final Map<String, JsonNode> fields;

  private DraftJson(Map<String, JsonNode> fields) {
    this.fields = fields;
  }

  /**
   * The values of the known fields. Every other field is a violation; the known ones are listed
   * once.
   */
  static Draft draft(RawSubmission raw, Violations violations) {
    violations.allowOnly(
        FIELDS, raw.fields().keySet(), " For a parameter of the provider, put it inside body.");
    DraftJson json = new DraftJson(raw.fields());
    return new Draft(json.call(raw), json.plan(), json.metadata());
  }

  private Draft.Call call(RawSubmission raw) {
    return new Draft.Call(
        text("endpoint"),
        raw.body().map(DraftJson::body).orElseGet(Given::nothing),
        text("model"),
        text("prompt"),
        text("system"));
  }

  static Given<Draft.Body> body(RawSubmission.Body body) {
    return body.isObject()
        ? Given.value(new Draft.Body(body.bytes(), text(body.model()), body.switchedOn()))
        : Given.other("no object");
  }

  private Draft.Plan plan() {
    return new Draft.Plan(
        integer("priority"),
        number("delay_seconds"),
        text("run_at"),
        integer("timeout_seconds"),
        integer("max_attempts"),
        text("on_lost"),
        text("deadline"));
  }

  private Given<Map<String, Given<String>>> metadata() {
    JsonNode value = fields.get("metadata");
    if (value == null) {
      return Given.nothing();
    }
    if (!value.isObject()) {
      return Given.other(kind(value));
    }
    Map<String, Given<String>> pairs = new LinkedHashMap<>();
    value.properties().forEach(pair -> pairs.put(pair.getKey(), text(pair.getValue())));
    return Given.value(pairs);
  }

  private Given<String> text(String name) {
    return text(fields.get(name));
  }

  static Given<String> text(@Nullable JsonNode value) {
    if (value == null || value.isMissingNode()) {
      return Given.nothing();
    }
    return value.isTextual() ? Given.value(value.textValue()) : Given.other(kind(value));
  }

  private Given<Integer> integer(String name) {
    return integer(fields.get(name));
  }

  static Given<Integer> integer(@Nullable JsonNode value) {
    if (value == null) {
      return Given.nothing();
    }
    return value.isIntegralNumber() && value.canConvertToInt()
        ? Given.value(value.intValue())
        : Given.other(shown(value));
  }

  static Given<Long> large(@Nullable JsonNode value) {
    if (value == null) {
      return Given.nothing();
    }
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Given.value(value.longValue())
        : Given.other(shown(value));
  }

  private Given<BigDecimal> number(String name) {
    return number(fields.get(name));
  }

  static Given<BigDecimal> number(@Nullable JsonNode value) {
    if (value == null) {
      return Given.nothing();
    }
    return value.isNumber() ? Given.value(value.decimalValue()) : Given.other(kind(value));
  }

  private static String shown(JsonNode value) {
    return value.isNumber() ? Violations.shortened(value.asText()) : kind(value);
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
}
