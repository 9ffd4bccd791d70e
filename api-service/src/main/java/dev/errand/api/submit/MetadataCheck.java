package dev.errand.api.submit;

import dev.errand.api.submit.Given.Nothing;
import dev.errand.api.submit.Given.Other;
import dev.errand.api.submit.Given.Value;
import dev.errand.text.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a submission's metadata, whose limits are OpenAI's. */
final class MetadataCheck {

  private static final int PAIRS = 16;
  private static final int KEY = 64;
  private static final int VALUE = 512;

  private MetadataCheck() {}

  /** The pairs in their order. Complete only if there are no violations. */
  static Map<String, String> metadata(
      Given<Map<String, Given<String>>> given, Violations violations) {
    Map<String, String> metadata = new LinkedHashMap<>();
    switch (given) {
      case Nothing() -> {}
      case Other(_) -> violations.add("metadata", "must be an object of strings");
      case Value(var pairs) when pairs.size() > PAIRS ->
          violations.add(
              "metadata", "must have at most %d pairs, not %d".formatted(PAIRS, pairs.size()));
      case Value(var pairs) ->
          pairs.forEach((key, value) -> metadata.put(key, text(key, value, violations)));
    }
    return metadata;
  }

  private static @Nullable String text(String key, Given<String> value, Violations violations) {
    String text = value instanceof Value<String>(String given) ? given : null;
    if (key.isEmpty() || characters(key) > KEY || !Utf8.isStorable(key)) {
      violations.add(
          "metadata",
          "each key must have 1 to %d characters, without NUL or unpaired surrogates"
              .formatted(KEY));
    } else if (text == null || characters(text) > VALUE) {
      violations.add(
          "metadata." + key, "must be a string of at most %d characters".formatted(VALUE));
    } else if (!Utf8.isStorable(text)) {
      violations.add(
          "metadata." + key, "must contain neither a NUL character nor an unpaired surrogate");
    }
    return text;
  }

  private static long characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
