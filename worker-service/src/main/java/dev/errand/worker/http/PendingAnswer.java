package dev.errand.worker.http;

import io.netty.handler.codec.http.HttpResponse;
import java.util.function.LongConsumer;

/** What is known of the answer to one request, from the request's beginning to the answer's end. */
final class PendingAnswer {

  private boolean sent;
  private boolean answering;
  private boolean early;
  private boolean interim;
  private HttpResponse head;
  private long bytes;
  private LongConsumer onWhole = _ -> {};

  /** All of the request was written. */
  void requestSent() {
    sent = true;
  }

  /** Bytes have come that are not decoded yet. */
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
   * @param more whether bytes of what follows have come already
   */
  void interimEnded(boolean more) {
    interim = false;
    answering = more;
    early = more && !sent;
  }

  /** Whether what comes belongs to an interim answer. */
  boolean isInterim() {
    return interim;
  }

  /** Whether it began before its request was sent: it may be none of its own. */
  boolean isEarly() {
    return early;
  }

  /** Whether its request was sent, and first. */
  boolean isInOrder() {
    return sent && !early;
  }

  void begin(HttpResponse first) {
    head = first;
  }

  HttpResponse head() {
    return head;
  }

  /** So many bytes of the body have come. */
  void add(int more) {
    bytes += more;
  }

  /** Has the listener told how many bytes the body has, once all of them were passed on. */
  void onWhole(LongConsumer listener) {
    onWhole = listener;
  }

  /** All of the body was passed on. */
  void whole() {
    onWhole.accept(bytes);
  }
}
