package dev.errand.local.plan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on this machine's loopback address; none is assigned twice. */
public final class Ports {
  public static final String HOST = "127.0.0.1";

  private final Set<Integer> handedOut = new HashSet<>();

  /** Claims the chosen port. */
  public void requireFree(int port) {
    if (!isFree(port)) {
      throw new CannotStart(
          "Port %d is in use: stop the process that is listening there, or choose another port with --port."
              .formatted(port));
    }
    handedOut.add(port);
  }

  private static boolean isFree(int port) {
    return !answers(port) && canListen(port);
  }

  // If address reuse is lax, a process may listen although another one already listens on all
  // addresses.
  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean canListen(int port) {
    try (ServerSocket _ = listen(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * A free port. Outgoing connections do not take it before its server starts, because operating
   * systems give them higher ports.
   */
  public int free() {
    int port = anyPort();
    while (!isFree(port) || !handedOut.add(port)) {
      port = anyPort();
    }
    return port;
  }

  private static int anyPort() {
    return ThreadLocalRandom.current().nextInt(20_000, 30_000);
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(HOST));
  }
}
