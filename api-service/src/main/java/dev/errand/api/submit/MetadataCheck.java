package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.text.Utf8;
import java.util.Optional;

/** Checks a submission's metadata, whose limits are OpenAI's. */
final class MetadataCheck {

  private static final int PAIRS = 16;
  private static final int KEY = 64;
  private static final int VALUE = 512;

  private MetadataCheck() {}

  /** The metadata as JSON to be stored; null where there is none. */
  static String metadata(Fields fields) {
    Optional<JsonNode> metadata = fields.value("metadata");
    if (metadata.isEmpty()) {
      return null;
    }
    if (!metadata.get().isObject()) {
      fields.violation("metadata", "must be an object of strings");
    } else if (metadata.get().size() > PAIRS) {
      fields.violation(
          "metadata", "must have at most %d pairs, not %d".formatted(PAIRS, metadata.get().size()));
    } else {
      metadata.get().properties().forEach(pair -> check(fields, pair.getKey(), pair.getValue()));
    }
    return metadata.get().isEmpty() ? null : metadata.get().toString();
  }

  private static void check(Fields fields, String key, JsonNode value) {
    if (key.isEmpty() || characters(key) > KEY || !Utf8.isStorable(key)) {
      fields.violation(
          "metadata",
          "each key must have 1 to %d characters, without NUL or half a surrogate pair"
              .formatted(KEY));
      return;
    }
    String field = "metadata." + key;
    if (!value.isTextual() || characters(value.textValue()) > VALUE) {
      fields.violation(field, "must be a string of at most %d characters".formatted(VALUE));
    } else if (!Utf8.isStorable(value.textValue())) {
      fields.violation(field, "must hold neither a NUL character nor half a surrogate pair");
    }
  }

  private static long characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
