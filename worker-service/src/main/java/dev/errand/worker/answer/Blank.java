package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** Blank values: null, an empty text, false, zero, and containers of only such values. */
final class Blank {

  private Blank() {}

  /** Whether the value is blank. */
  static boolean is(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL, MISSING -> true;
      case STRING -> value.textValue().isBlank();
      case BOOLEAN -> !value.booleanValue();
      case NUMBER -> value.doubleValue() == 0;
      case OBJECT, ARRAY -> value.valueStream().allMatch(Blank::is);
      case BINARY, POJO -> false;
    };
  }
}
