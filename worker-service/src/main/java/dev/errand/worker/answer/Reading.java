package dev.errand.worker.answer;

import dev.errand.job.Usage;
import java.util.Optional;

/** What the body of a provider's answer with a success status is. */
public sealed interface Reading {

  /**
   * An answer of the endpoint.
   *
   * @param json one well-formed JSON value in UTF-8: the body itself, unless it had to be repaired
   *     or assembled
   * @param finishReason why the provider stopped generating, in its own word
   */
  record Whole(byte[] json, Optional<String> finishReason, Usage usage) implements Reading {}

  /** An incomplete answer: another call may get a complete one. */
  record Unfinished(String why, Usage usage) implements Reading {}

  /** Not an answer, and the same request would get the same again. */
  record NoAnswer(String why, Usage usage) implements Reading {}

  /**
   * An error.
   *
   * @param status the HTTP status that it should have had
   * @param json only the error
   * @param message its reason, for humans
   */
  record InBodyError(int status, byte[] json, String message, Usage usage) implements Reading {}
}
