package dev.errand.worker.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a JSON body with a success status is to its endpoint. */
sealed interface Verdict {

  /**
   * An answer.
   *
   * @param finishReason why the provider stopped generating, in its own word
   */
  record Complete(Optional<String> finishReason) implements Verdict {}

  /** The beginning or the shell of an answer: another call may get a complete one. */
  record Lacking(String why) implements Verdict {}

  /** Not an answer of this endpoint, and the same request would get the same again. */
  record Foreign(String why) implements Verdict {}

  /**
   * An error.
   *
   * @param status the HTTP status that it should have had
   */
  record Errored(int status, JsonNode error) implements Verdict {}
}
