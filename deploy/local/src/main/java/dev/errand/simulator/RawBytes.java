package dev.errand.simulator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/** Writes bytes on a call's connection that no correct HTTP server would send. */
final class RawBytes {

  private RawBytes() {}

  /** An interim answer. */
  static void interim(HttpServerRequest request, long status) {
    write(request, "HTTP/1.1 %d Interim\r\nX-Simulated: yes\r\n\r\n".formatted(status));
  }

  /** A complete answer that does not belong to a request. */
  static void answer(HttpServerRequest request, Buffer body) {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    write(request, head.formatted(body.length()) + body);
  }

  static void write(HttpServerRequest request, String text) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    // Written after the encoder, which would reject them.
    channel.pipeline().context(HttpResponseEncoder.class).writeAndFlush(bytes);
  }
}
