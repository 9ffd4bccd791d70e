package dev.errand.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.Listing;

/**
 * A line of a batch's results.
 *
 * @param id where to go on reading
 * @param row the id of the row that it belongs to
 */
record ResultLine(String id, String row, Outcome outcome) {

  private static final int OK = 200;

  /** What became of a prompt. */
  sealed interface Outcome {}

  /** The text that the model returned; its message as JSON, if that has none. */
  record Answer(String text) implements Outcome {}

  /**
   * Why there is no answer.
   *
   * @param status the provider's; empty if it sent none
   */
  record Failure(String status, String code, String message) implements Outcome {}

  static ResultLine read(String json) {
    JsonNode line = Listing.read(json);
    return new ResultLine(line.path("id").asText(), line.path("custom_id").asText(), outcome(line));
  }

  private static Outcome outcome(JsonNode line) {
    JsonNode response = line.path("response");
    if (response.path("status_code").asInt() == OK) {
      return new Answer(text(response.path("body")));
    }
    JsonNode error = response.isObject() ? response.at("/body/error") : line.path("error");
    return new Failure(
        Column.text(response.path("status_code")),
        Column.text(error.path("code")),
        Column.text(error.path("message")));
  }

  private static String text(JsonNode body) {
    JsonNode message = body.at("/choices/0/message");
    if (message.path("content").isTextual()) {
      return message.path("content").textValue();
    }
    return message.isMissingNode() ? body.toString() : message.toString();
  }
}
