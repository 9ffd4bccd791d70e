package dev.errand.local.plan;

import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl.Node;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The URL of a RabbitMQ, or of the nodes of its cluster, including the login. */
public record RabbitAddress(String url, RabbitMqUrl parsed) {
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

  /** Whether one of its nodes responds like an AMQP broker. The login is not checked. */
  boolean answers() {
    return parsed.nodes().stream().anyMatch(this::answers);
  }

  private boolean answers(Node node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.host(), node.port()), TIMEOUT_MILLIS);
      // The services configure whom to trust: with TLS, it is enough that something is listening.
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

  /** The URL without the login. */
  public String shownUrl() {
    return parsed.toString();
  }

  @Override
  public String toString() {
    return shownUrl();
  }
}
