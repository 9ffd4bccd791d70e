package dev.errand.broker;

import org.jboss.logging.Logger;

/** Whether something is connected; logs each change once. */
final class ConnectionLog {

  private static final Logger LOG = Logger.getLogger(ConnectionLog.class);

  private final String what;
  private volatile boolean up;
  private boolean downLogged;

  ConnectionLog(String what) {
    this.what = what;
  }

  boolean isUp() {
    return up;
  }

  synchronized void up() {
    up = true;
    downLogged = false;
    LOG.infof("%s: connected", what);
  }

  synchronized void down(Throwable cause) {
    up = false;
    if (!downLogged) {
      LOG.warnf("%s: no connection (%s); trying again every second", what, reason(cause));
      downLogged = true;
    }
  }

  /** It was closed on purpose. */
  void closed() {
    up = false;
  }

  /** The client's own exceptions say little: "connection error". */
  private static String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
