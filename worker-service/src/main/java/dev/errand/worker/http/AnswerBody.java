package dev.errand.worker.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The body of an answer as it comes: bounded, and read no faster than there is memory for it. Only
 * the event loop of its connection touches it.
 */
final class AnswerBody {

  private final HttpClientResponse response;
  private final long limit;
  private final ByteBudget.Reservation budget;
  private final Exchange exchange;
  private final ConnectionShare connections;
  private final List<byte[]> parts = new ArrayList<>();
  private final Promise<Optional<byte[]>> whole = Promise.promise();
  private long size;
  private long wholeSize = Long.MAX_VALUE;

  AnswerBody(
      HttpClientResponse response,
      Exchange exchange,
      long limit,
      ByteBudget.Reservation budget,
      ConnectionShare connections) {
    this.response = response;
    this.exchange = exchange;
    this.limit = limit;
    this.budget = budget;
    this.connections = connections;
  }

  /**
   * Reads it. Empty once it is known to be larger than the limit: nothing of it is kept then, and
   * the caller must close the connection, on which the rest still comes.
   */
  Future<Optional<byte[]>> read() {
    response.exceptionHandler(whole::tryFail);
    if (announced() > limit) {
      whole.complete(Optional.empty());
    } else {
      response.handler(this::part);
      exchange.onWhole(this::ended);
    }
    return whole.future();
  }

  private long announced() {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  private void part(Buffer part) {
    size += part.length();
    if (whole.future().isComplete()) {
      return;
    }
    if (size > limit) {
      parts.clear();
      whole.complete(Optional.empty());
      return;
    }
    parts.add(part.getBytes());
    boolean goesOn = budget.answer(part.length(), this::goOn);
    completeIfWhole();
    if (!goesOn) {
      response.pause();
    }
  }

  /** Parts may still wait in a response that is paused. */
  private void ended(long bytes) {
    wholeSize = bytes;
    completeIfWhole();
  }

  private void completeIfWhole() {
    if (size == wholeSize) {
      whole.tryComplete(Optional.of(joined()));
    }
  }

  /** Comes from any thread. */
  private void goOn() {
    connections.run(_ -> response.resume());
  }

  private byte[] joined() {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
    parts.forEach(all::put);
    parts.clear();
    return all.array();
  }
}
