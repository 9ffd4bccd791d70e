package dev.errand.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/** Where a RabbitMQ listens: an amqp or amqps URL, with the login in it. */
record RabbitAddress(URI uri) {
  static final RabbitAddress LOCAL =
      new RabbitAddress(URI.create("amqp://guest:guest@localhost:5672"));

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final byte[] HANDSHAKE =
      "AMQP\0\0\u0009\u0001".getBytes(StandardCharsets.US_ASCII);
  private static final int METHOD_FRAME = 1;

  RabbitAddress {
    if (!isAmqp(uri)) {
      throw wrong();
    }
  }

  static RabbitAddress parse(String url) {
    try {
      return new RabbitAddress(URI.create(url));
    } catch (IllegalArgumentException _) {
      throw wrong();
    }
  }

  // The URL itself stays out of the message: it holds a password.
  private static CannotStart wrong() {
    return new CannotStart(
        "ERRAND_RABBITMQ_URL must look like amqp://user:password@localhost:5672.");
  }

  private static boolean isAmqp(URI uri) {
    return uri.getHost() != null && ("amqp".equals(uri.getScheme()) || isTls(uri));
  }

  private static boolean isTls(URI uri) {
    return "amqps".equals(uri.getScheme());
  }

  /** Whether something there greets like an AMQP broker. The login isn't tried. */
  boolean answers() {
    try (Socket socket = connect()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(HANDSHAKE);
      socket.getOutputStream().flush();
      return socket.getInputStream().read() == METHOD_FRAME;
    } catch (IOException _) {
      return false;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(uri.getHost(), port()), TIMEOUT_MILLIS);
    if (!isTls(uri)) {
      return socket;
    }
    SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return tls.createSocket(socket, uri.getHost(), port(), true);
  }

  private int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isTls(uri) ? 5671 : 5672;
  }

  String shownUrl() {
    return "%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), port());
  }
}
