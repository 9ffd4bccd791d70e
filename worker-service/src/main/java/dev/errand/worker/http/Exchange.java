package dev.errand.worker.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The consecutive exchanges of one connection: ensures that an answer belongs to its request.
 * Interim answers are dropped here, because Vert.x treats all except 100 and 103 as final. If it is
 * uncertain whether an exchange is over, the connection is closed. Used only on the connection's
 * event loop.
 */
final class Exchange extends ChannelDuplexHandler {

  private final HttpConnection connection;
  private final AnswerDecoder decoder;
  private final Reuse reuse;
  private final Resting resting;

  @SuppressWarnings("NullAway.Init") // by handlerAdded()
  private ChannelHandlerContext own;

  /** The number of requests begun. */
  private long number;

  /** Whether its answer has not begun or not ended. */
  private boolean asked;

  private PendingAnswer answer = new PendingAnswer();
  private boolean rests;
  private boolean closed;

  Exchange(HttpConnection connection, AnswerDecoder decoder, Reuse reuse, Resting resting) {
    this.connection = connection;
    this.decoder = decoder;
    this.reuse = reuse;
    this.resting = resting;
  }

  /** The number of the last request. */
  long number() {
    return number;
  }

  /** Whether it can serve a call. */
  boolean isUsable() {
    return !closed && own.channel().isActive() && (isFresh() || reuse.isAllowed());
  }

  /** Whether nothing has been sent on it. */
  boolean isFresh() {
    return number == 0;
  }

  /**
   * Runs the step once everything that has arrived so far has been read, so that unexpected bytes
   * or a closed connection are noticed.
   */
  void afterReading(Runnable step) {
    // A scheduled task runs after the loop's next poll of its sockets; a plain one does not.
    later(step, 1);
  }

  void later(Runnable step, long nanos) {
    own.executor().schedule(step, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Registers a listener that gets the size of the body of the current request's answer once all of
   * it was passed on.
   */
  void onWhole(LongConsumer listener) {
    assert own.executor().inEventLoop() : "on another connection's event loop";
    answer.onWhole(listener);
  }

  /** Whether it has been silent after this request so far. */
  boolean isResting(long request) {
    return rests && number == request;
  }

  /** Ends the rest after this request: the connection may serve another call. */
  void wake(long request) {
    if (isResting(request)) {
      rests = false;
      own.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
      own.fireChannelReadComplete();
    }
  }

  /** Closes the connection immediately, unless it already serves another request. */
  void abort(long request) {
    if (number == request && asked) {
      close();
    }
  }

  /** Closes the connection immediately; unsent data is discarded. */
  void close() {
    closed = true;
    rests = false;
    // Removed from the pool first: Vert.x learns of a closed channel only later.
    connection.close();
    own.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    own = context;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ChannelPromise written = promise;
    if (message instanceof HttpRequest) {
      begin();
    }
    if (message instanceof LastHttpContent) {
      PendingAnswer pending = answer;
      written = promise.unvoid();
      written.addListener(
          done -> {
            if (done.isSuccess()) {
              pending.requestSent();
            }
          });
    }
    context.write(message, written);
  }

  private void begin() {
    number++;
    asked = true;
    answer = new PendingAnswer();
  }

  /** Notes bytes that are not decoded yet; returns whether to continue. */
  boolean arrived() {
    if (closed) {
      return false;
    }
    if (!asked) {
      reuse.stray("it sent bytes that belong to no call");
      close();
      return false;
    }
    answer.arrived();
    return true;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closed || !(message instanceof HttpObject part)) {
      ReferenceCountUtil.release(message);
    } else if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      fail(part.decoderResult().cause());
    } else if (part instanceof HttpResponse head) {
      head(context, head);
    } else {
      content(context, (HttpContent) part);
    }
  }

  private void head(ChannelHandlerContext context, HttpResponse head) {
    if (AnswerDecoder.isInterim(head)) {
      answer.interimBegun();
    } else if (head.status().code() < 100) {
      fail(new IllegalArgumentException("invalid status: " + head.status().code()));
    } else if (answer.isEarly() && number > 1) {
      fail(new IllegalStateException("an answer before its request was sent"));
    } else {
      answer.begin(head);
      context.fireChannelRead(head);
    }
  }

  private void content(ChannelHandlerContext context, HttpContent part) {
    boolean last = part instanceof LastHttpContent;
    if (answer.isInterim()) {
      ReferenceCountUtil.release(part);
      if (last) {
        answer.interimEnded(decoder.hasLeftovers());
      }
    } else {
      answer.add(part.content().readableBytes());
      if (last) {
        end(context, part);
      } else {
        context.fireChannelRead(part);
      }
    }
  }

  private void end(ChannelHandlerContext context, HttpContent last) {
    boolean reusable = isReusable();
    asked = false;
    rests = reusable;
    // Vert.x reads these headers when it ends the answer, which is when its pool gets the
    // connection.
    if (reusable) {
      Framing.shortenKeepAlive(answer.head().headers());
    } else {
      answer.head().headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    if (reusable) {
      // Vert.x learns of the end when the rest is over: until then, its pool must not hand out the
      // connection.
      context.fireChannelRead(new DefaultHttpContent(last.content()));
      answer.whole();
      resting.add(this);
    } else {
      context.fireChannelRead(last);
      answer.whole();
      close();
    }
  }

  private boolean isReusable() {
    boolean surplus = decoder.hasLeftovers();
    if (surplus) {
      reuse.stray("it sent more bytes than its answer has");
    }
    boolean clear = Framing.isClear(answer.head()) && !decoder.hadTwoFramings();
    return clear && answer.isInOrder() && !surplus && reuse.isAllowed();
  }

  /** Only on a connection's first exchange does a fault certainly belong to this answer. */
  private void fail(Throwable cause) {
    closed = true;
    Throwable told = cause;
    if (number > 1) {
      String what = "it sent an invalid answer on a connection that had served other calls";
      reuse.stray(what);
      told = new StrayBytes("it is unclear which call this answer belongs to", cause);
    }
    own.fireExceptionCaught(told);
    close();
  }
}
