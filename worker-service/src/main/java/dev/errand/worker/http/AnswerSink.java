package dev.errand.worker.http;

import io.vertx.core.MultiMap;

/**
 * Takes one answer as it arrives: its head, its pieces, and then either its end or that it was
 * dropped. All calls come from the event loop of the answer's connection, one after another, so
 * none may block. What is handed over belongs to the answer of the sink's own request.
 *
 * @param <T> what is left of the answer when it is over
 */
public interface AnswerSink<T> {

  /** What is to be done with the rest of an answer. */
  enum Demand {
    /** It goes on. */
    MORE,
    /** It waits in its connection until the sink asks for more. */
    LATER,
    /** It is not wanted: the connection is closed, and the answer ends here. */
    NO_MORE
  }

  /**
   * The answer begins.
   *
   * @param more to be run once, from any thread, after each {@link Demand#LATER}
   */
  Demand head(int status, MultiMap headers, Runnable more);

  /** A part of the body has arrived; the sink owns it. */
  Demand piece(byte[] bytes);

  /** The answer is over: all of it came, or the sink wanted no more. */
  T end();

  /** The answer will have no end: its connection broke, or nobody waits for it any more. */
  void dropped();
}
