package dev.errand.local;

import dev.errand.broker.rabbitmq.RabbitMqUrl;
import dev.errand.broker.rabbitmq.RabbitMqUrl.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Where a RabbitMQ listens, or the nodes of its cluster: a URL, with the login in it. */
record RabbitAddress(String url, RabbitMqUrl parsed) {
  static final RabbitAddress LOCAL = parse("amqp://guest:guest@localhost:5672");

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final byte[] HANDSHAKE =
      "AMQP\0\0\u0009\u0001".getBytes(StandardCharsets.US_ASCII);
  private static final int METHOD_FRAME = 1;

  static RabbitAddress parse(String url) {
    try {
      return new RabbitAddress(url, RabbitMqUrl.parse(url));
    } catch (IllegalArgumentException e) {
      throw new CannotStart("ERRAND_RABBITMQ_URL " + e.getMessage() + ".");
    }
  }

  /** Whether something at one of its nodes greets like an AMQP broker. The login isn't tried. */
  boolean answers() {
    return parsed.nodes().stream().anyMatch(this::answers);
  }

  private boolean answers(Node node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.host(), node.port()), TIMEOUT_MILLIS);
      // Whom to trust is the services' setting: over TLS, that somebody listens has to do.
      return parsed.secure() || greets(socket);
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean greets(Socket socket) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.getOutputStream().write(HANDSHAKE);
    socket.getOutputStream().flush();
    return socket.getInputStream().read() == METHOD_FRAME;
  }

  /** Without the login. */
  String shownUrl() {
    return parsed.toString();
  }

  @Override
  public String toString() {
    return shownUrl();
  }
}
