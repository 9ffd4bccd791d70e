package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads why a provider stopped generating. */
final class FinishReason {

  private static final int LONGEST = 64;

  private FinishReason() {}

  /** The provider's own word; empty if there is none, or a blank one. */
  static Optional<String> of(JsonNode value) {
    if (!value.isValueNode() || Blank.is(value)) {
      return Optional.empty();
    }
    String word = Shown.line(value.asText());
    return Optional.of(word.substring(0, Math.min(word.length(), LONGEST)));
  }
}
