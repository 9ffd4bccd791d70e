package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An error inside a body with a success status.
 *
 * @param status the status that it should have had
 * @param node the error, for its reason
 */
record InnerError(int status, JsonNode node) {

  private static final int BAD_REQUEST = 400;
  private static final List<String> NUMBERS =
      List.of("code", "status", "status_code", "statusCode", "http_status", "error_code");
  private static final List<String> WORDS =
      List.of("code", "status", "type", "error_type", "reason", "error_code");

  /**
   * The error in a body; empty if there is none.
   *
   * @param foreign whether the body does not have its endpoint's shape, so that the whole of it may
   *     be an error
   */
  static Optional<InnerError> of(JsonNode body, boolean foreign) {
    if (body.isArray()) {
      // Gemini wraps errors in a list.
      return body.path(0).has("error") ? of(body.path(0), foreign) : Optional.empty();
    }
    JsonNode error = body.path("error");
    if (!Blank.is(error)) {
      int status =
          firstOf(statusOf(error), statusOf(body))
              .orElseGet(() -> ErrorWords.inMessage(error.isContainerNode() ? error : body));
      return Optional.of(new InnerError(status, error.isContainerNode() ? error : body));
    }
    boolean says = body.path("object").asText().equals("error");
    OptionalInt status = says || foreign ? statusOf(body) : OptionalInt.empty();
    return says || status.isPresent()
        ? Optional.of(new InnerError(status.orElse(BAD_REQUEST), body))
        : Optional.empty();
  }

  /** The status of an error: from a number, or from the words in its code or type. */
  static OptionalInt statusOf(JsonNode error) {
    for (String name : NUMBERS) {
      OptionalInt status = number(error.path(name));
      if (status.isPresent()) {
        return status;
      }
    }
    for (String name : WORDS) {
      OptionalInt status = ErrorWords.inCode(error.path(name).asText());
      if (status.isPresent()) {
        return status;
      }
    }
    return error.path("error").isObject() ? statusOf(error.path("error")) : OptionalInt.empty();
  }

  /** Whether its code means success: some gateways send such an error with each answer. */
  boolean saysThatAllIsWell() {
    JsonNode code = node.path("code");
    double number = code.isTextual() ? parsed(code.textValue()) : code.asDouble(-1);
    boolean good = number == 0 || number >= 200 && number < 300;
    return good && Blank.is(node.path("type"));
  }

  private static OptionalInt number(JsonNode value) {
    double number = value.isTextual() ? parsed(value.textValue()) : value.asDouble(-1);
    return number >= 400 && number < 600 ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  private static double parsed(String text) {
    return text.strip().matches("\\d{1,3}") ? Integer.parseInt(text.strip()) : -1;
  }

  private static OptionalInt firstOf(OptionalInt one, OptionalInt other) {
    return one.isPresent() ? one : other;
  }
}
