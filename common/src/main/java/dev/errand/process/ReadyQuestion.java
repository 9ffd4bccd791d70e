package dev.errand.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Checks whether the service on a local port is ready. It uses a plain socket, because it runs
 * every few seconds and loading an HTTP client would take longer than the check.
 */
record ReadyQuestion(int port) {

  private static final int PATIENCE_MILLIS = 3_000;
  private static final String READY = "HTTP/1.1 200 ";

  /** Uses the port in the variable that also configures the container's service. */
  static ReadyQuestion ofThisContainer() {
    return new ReadyQuestion(
        Integer.parseInt(System.getenv().getOrDefault("QUARKUS_MANAGEMENT_PORT", "9000")));
  }

  boolean isAnsweredYes() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(READY.length());
      return READY.equals(new String(answer, US_ASCII));
    } catch (IOException _) {
      return false;
    }
  }
}
