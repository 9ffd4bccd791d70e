package dev.errand.worker.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Installs the handlers that watch exchanges, and Errand's own decoder, in a connection's pipeline.
 */
final class Watch {

  private static final AttributeKey<Exchange> KEY = AttributeKey.valueOf(Watch.class, "exchange");

  private Watch() {}

  /** Watches a newly opened connection; must be called before anything is sent. */
  static void begin(HttpConnection connection, Wire wire, Resting resting) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    AnswerDecoder decoder = new AnswerDecoder(wire.headLimit());
    Exchange exchange = new Exchange(connection, decoder, wire.reuse(), resting);
    pipeline.channel().attr(KEY).set(exchange);
    // The names are those that Vert.x gives.
    pipeline.replace("codec", "codec", decoder);
    pipeline.addBefore("codec", "arrivals", new Arrivals(exchange));
    pipeline.addAfter("codec", "encoder", new HttpRequestEncoder());
    pipeline.addBefore("handler", "exchange", exchange);
  }

  /** The exchanges of a watched connection. */
  static Exchange of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().attr(KEY).get();
  }

  /** Sees the bytes before they are decoded. */
  private static final class Arrivals extends ChannelInboundHandlerAdapter {

    private final Exchange exchange;

    Arrivals(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (exchange.arrived()) {
        context.fireChannelRead(bytes);
      } else {
        ReferenceCountUtil.release(bytes);
      }
    }
  }
}
