package dev.errand.worker.http;

import io.vertx.core.MultiMap;

/**
 * Receives one answer as it arrives: its head, its pieces, and then either its end or a notice that
 * it was dropped. All calls come sequentially from the event loop of the answer's connection, so
 * none may block. All data belongs to the answer to the sink's own request.
 *
 * @param <T> the result when the answer is over
 */
public interface AnswerSink<T> {

  /** What to do with the rest of an answer. */
  enum Demand {
    /** It continues. */
    MORE,
    /** It waits in its connection until the sink asks for more. */
    LATER,
    /** It is not needed: the connection is closed, and the answer ends here. */
    NO_MORE
  }

  /**
   * The answer begins.
   *
   * @param more must be run once, from any thread, after each {@link Demand#LATER}
   */
  Demand head(int status, MultiMap headers, Runnable more);

  /** A part of the body has arrived; the sink owns it. */
  Demand piece(byte[] bytes);

  /** The answer is over: it is complete, or the sink needed no more. */
  T end();

  /** The answer will not be completed: its connection broke, or nobody waits for it any more. */
  void dropped();
}
