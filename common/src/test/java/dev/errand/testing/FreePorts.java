package dev.errand.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that tests are about to start. They lie below those that operating systems give
 * to outgoing connections (from 32,768 on Linux, from 49,152 elsewhere): one of these could be
 * taken between its choice and the start of its server, which takes seconds.
 */
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int COUNT = 10_000;

  /** Test processes that run at once have process ids that are close: this keeps them apart. */
  private static final int APART = 101;

  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * APART % COUNT));

  private FreePorts() {}

  /** A port that nobody listens on; each call returns another one. */
  public static int next() {
    int port = candidate();
    while (!isFree(port)) {
      port = candidate();
    }
    return port;
  }

  private static int candidate() {
    return FIRST + NEXT.getAndUpdate(last -> (last + 1) % COUNT);
  }

  /** Some systems let one listen on an address of a port on which another has all of them. */
  private static boolean isFree(int port) {
    return canListen(port, null) && canListen(port, InetAddress.getLoopbackAddress());
  }

  private static boolean canListen(int port, InetAddress address) {
    try (ServerSocket _ = new ServerSocket(port, 1, address)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
