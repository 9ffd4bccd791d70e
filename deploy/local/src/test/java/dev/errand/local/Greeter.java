package dev.errand.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Greets as a RabbitMQ does, and no more. */
final class Greeter implements AutoCloseable {
  private static final int METHOD_FRAME = 1;

  private final ServerSocket server;

  Greeter() {
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::greet);
  }

  String url() {
    return "amqp://me:secret@127.0.0.1:1,127.0.0.1:%d/jobs".formatted(server.getLocalPort());
  }

  String shown() {
    return "amqp://127.0.0.1:1,127.0.0.1:%d".formatted(server.getLocalPort());
  }

  private void greet() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write(METHOD_FRAME);
      } catch (IOException _) {
        // Closed, or the client has seen enough.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
