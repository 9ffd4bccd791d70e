package dev.errand.worker.http;

import dev.errand.worker.http.AnswerSink.Demand;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * Passes an answer to its sink as it arrives, no faster than the sink accepts it. Used only on the
 * event loop of its connection.
 */
final class AnswerFeed {

  private final HttpClientResponse response;
  private final Exchange exchange;
  private final long request;
  private final AnswerSink<?> sink;
  private final ConnectionShare connections;

  /** Without the answer: an idle connection keeps its last response, and with it this feed. */
  private final Promise<Void> over = Promise.promise();

  private long size;
  private long wholeSize = Long.MAX_VALUE;

  /**
   * Creates a feed.
   *
   * @param request the number of the answer's request in its exchange
   */
  AnswerFeed(
      HttpClientResponse response,
      Exchange exchange,
      long request,
      AnswerSink<?> sink,
      ConnectionShare connections) {
    this.response = response;
    this.exchange = exchange;
    this.request = request;
    this.sink = sink;
    this.connections = connections;
  }

  /**
   * Starts the feed. It succeeds once the sink has the answer; it fails if the connection breaks or
   * the sink fails.
   */
  Future<Void> begin() {
    response.exceptionHandler(over::tryFail);
    guarded(
        () -> {
          take(sink.head(response.statusCode(), response.headers(), this::goOn));
          if (!isOver()) {
            response.handler(piece -> guarded(() -> piece(piece)));
            exchange.onWhole(this::whole);
          }
        });
    return over.future();
  }

  private void piece(Buffer piece) {
    if (!isOver()) {
      size += piece.length();
      Demand demand = sink.piece(piece.getBytes());
      if (demand != Demand.NO_MORE) {
        endIfWhole();
      }
      take(demand);
    }
  }

  private void take(Demand demand) {
    switch (demand) {
      case MORE -> {}
      case LATER -> response.pause();
      case NO_MORE -> {
        over.complete();
        // The rest of it is still to come.
        exchange.abort(request);
      }
    }
  }

  /** Pieces may still be waiting in a paused response. */
  private void whole(long bytes) {
    wholeSize = bytes;
    guarded(this::endIfWhole);
  }

  private void endIfWhole() {
    if (size == wholeSize && !isOver()) {
      over.complete();
    }
  }

  private boolean isOver() {
    return over.future().isComplete();
  }

  /** May be called from any thread. */
  private void goOn() {
    connections.run(_ -> response.resume());
  }

  /** Vert.x would only log a sink's exception, and the call would never end. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      over.tryFail(e);
    }
  }
}
