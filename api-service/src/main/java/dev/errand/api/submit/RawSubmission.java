package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A submission's fields as received, unchecked.
 *
 * @param fields all except {@code body}; null fields are omitted
 * @param body the provider's request, if there is one
 */
record RawSubmission(Map<String, JsonNode> fields, Optional<Body> body) {

  /**
   * The provider's request.
   *
   * @param bytes as received
   * @param isObject whether it is a JSON object; if not, the rest is meaningless
   * @param model missing if it has none
   * @param switchedOn those of the {@link Draft.Body#SWITCHES} that are true
   */
  record Body(byte[] bytes, boolean isObject, JsonNode model, Set<String> switchedOn) {

    Body {
      switchedOn = Set.copyOf(switchedOn);
    }
  }
}
