package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.job.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads how many tokens a call used: whole numbers, as numbers or strings, with or without a
 * decimal point.
 */
final class Tokens {

  /** Larger values are not counts, and doubles are not exact. */
  private static final double MOST = 1e15;

  private Tokens() {}

  /** The usage in a body, with the field names of either API. */
  static Usage of(JsonNode body) {
    JsonNode usage = body.path("usage");
    return new Usage(
        count(usage, "prompt_tokens", "input_tokens"),
        count(usage, "completion_tokens", "output_tokens"),
        count(usage, "total_tokens", "total_tokens"),
        cached(usage));
  }

  private static @Nullable Long cached(JsonNode usage) {
    JsonNode details = usage.path("prompt_tokens_details");
    return count(
        (details.isObject() ? details : usage.path("input_tokens_details")).path("cached_tokens"));
  }

  private static @Nullable Long count(JsonNode usage, String name, String otherName) {
    Long count = count(usage.path(name));
    return count == null ? count(usage.path(otherName)) : count;
  }

  private static @Nullable Long count(JsonNode value) {
    boolean text = value.isTextual() && value.textValue().matches("\\d{1,15}(\\.\\d{1,15})?");
    double count = text ? Double.parseDouble(value.textValue()) : value.asDouble(-1);
    boolean isCount = (text || value.isNumber()) && count >= 0 && count <= MOST;
    return isCount ? Math.round(count) : null;
  }
}
