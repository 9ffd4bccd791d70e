package dev.errand.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * The usual answer, padded to any size, without an announced length, sent as fast as the client
 * reads.
 */
final class BigAnswer {

  private static final String PADDING = ",\"padding\":\"";
  private static final String END = "\"}";
  private static final Buffer PIECE = Buffer.buffer("x".repeat(64 << 10));

  private final HttpServerResponse response;
  private final Buffer beginning;
  private final Runnable answered;
  private long left;

  /**
   * Prepares it.
   *
   * @param answer the usual answer
   * @param bytes the size of the whole answer, which is never smaller than the usual one
   * @param answered called before its end is sent
   */
  BigAnswer(HttpServerResponse response, JsonObject answer, long bytes, Runnable answered) {
    this.response = response;
    Buffer usual = answer.toBuffer();
    this.beginning = usual.getBuffer(0, usual.length() - 1).appendString(PADDING);
    this.answered = answered;
    this.left = Math.max(0, bytes - beginning.length() - END.length());
  }

  void send() {
    response.setChunked(true).putHeader("Content-Type", "application/json").write(beginning);
    response.drainHandler(drained -> go());
    go();
  }

  private void go() {
    while (left > 0 && !response.closed() && !response.writeQueueFull()) {
      int next = (int) Math.min(left, PIECE.length());
      response.write(PIECE.slice(0, next));
      left -= next;
    }
    if (left == 0 && !response.ended() && !response.closed()) {
      answered.run();
      response.end(END);
    }
  }
}
