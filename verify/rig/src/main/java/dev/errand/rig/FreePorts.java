package dev.errand.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that tests start. They are below the range for outgoing connections (from
 * 32,768 on Linux, from 49,152 elsewhere), whose ports could be taken during the seconds until the
 * server has started.
 */
public final class FreePorts {

  private static final int FIRST = 10_000;
  private static final int COUNT = 10_000;

  /** Concurrent test processes have similar process ids; this spreads them. */
  private static final int APART = 101;

  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * APART % COUNT));

  private FreePorts() {}

  /** A free port; each call returns a different one. */
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

  /**
   * Some systems allow listening on one address of a port while another process listens on all of
   * them.
   */
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
