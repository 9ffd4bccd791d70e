package dev.errand.worker.answer;

import dev.errand.job.Usage;
import java.util.Optional;

/** What the body of a provider's answer with a good status is. */
public sealed interface Reading {

  /**
   * An answer of the endpoint.
   *
   * @param json one well-formed JSON value in UTF-8: the body itself, unless it had to be mended or
   *     put together
   * @param finishReason why the provider stopped, in its own word
   */
  record Whole(byte[] json, Optional<String> finishReason, Usage usage) implements Reading {}

  /** Less than an answer: another call may get one. */
  record Unfinished(String why, Usage usage) implements Reading {}

  /** Something else, and the same request would get the same again. */
  record NoAnswer(String why, Usage usage) implements Reading {}

  /**
   * An error.
   *
   * @param status the HTTP status that it would have come with
   * @param json the error alone
   * @param message its reason, for people
   */
  record InBodyError(int status, byte[] json, String message, Usage usage) implements Reading {}
}
