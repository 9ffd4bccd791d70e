package dev.errand.worker.http;

import io.netty.handler.codec.http.HttpResponse;
import java.util.function.LongConsumer;

/**
 * The state of the answer to one request, from the start of the request to the end of the answer.
 */
final class PendingAnswer {

  private boolean sent;
  private boolean answering;
  private boolean early;
  private boolean interim;

  @SuppressWarnings("NullAway.Init") // by begin()
  private HttpResponse head;

  private long bytes;
  private LongConsumer onWhole = _ -> {};

  /** The request was written completely. */
  void requestSent() {
    sent = true;
  }

  /** Bytes have arrived that are not decoded yet. */
  void arrived() {
    if (!answering) {
      answering = true;
      early = !sent;
    }
  }

  /** An interim answer has begun, and the final one is still to come. */
  void interimBegun() {
    interim = true;
  }

  /**
   * The interim answer is over.
   *
   * @param more whether following bytes have already arrived
   */
  void interimEnded(boolean more) {
    interim = false;
    answering = more;
    early = more && !sent;
  }

  /** Whether arriving bytes belong to an interim answer. */
  boolean isInterim() {
    return interim;
  }

  /** Whether it began before its request was sent, so that it may belong to another request. */
  boolean isEarly() {
    return early;
  }

  /** Whether its request was sent before the answer began. */
  boolean isInOrder() {
    return sent && !early;
  }

  void begin(HttpResponse first) {
    head = first;
  }

  HttpResponse head() {
    return head;
  }

  /** Records received bytes of the body. */
  void add(int more) {
    bytes += more;
  }

  /** Registers a listener that gets the size of the body once all of it was passed on. */
  void onWhole(LongConsumer listener) {
    onWhole = listener;
  }

  /** The complete body was passed on. */
  void whole() {
    onWhole.accept(bytes);
  }
}
