package dev.errand.api.submit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A submission's fields as they came, unchecked.
 *
 * @param fields all but {@code body}; those that are null are left out
 * @param body the provider's request, if there is one
 */
record RawSubmission(Map<String, JsonNode> fields, Optional<Body> body) {

  /**
   * The provider's request.
   *
   * @param bytes as they came
   * @param isObject whether it is a JSON object; if not, the rest says nothing
   * @param model missing where it has none
   * @param switchedOn those of the {@link Draft.Body#SWITCHES} that are true
   */
  record Body(byte[] bytes, boolean isObject, JsonNode model, Set<String> switchedOn) {

    Body {
      switchedOn = Set.copyOf(switchedOn);
    }
  }
}
