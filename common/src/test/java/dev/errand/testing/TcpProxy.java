package dev.errand.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP proxy that simulates a failing network in front of a real server, so that a test need not
 * stop the server.
 */
public final class TcpProxy implements AutoCloseable {

  private static final Pattern HOST_AND_PORT = Pattern.compile("//(?:[^@/]*@)?([^:/]+):(\\d+)");

  private final InetSocketAddress server;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile boolean frozen;

  public TcpProxy(String host, int port) {
    this.server = new InetSocketAddress(host, port);
    this.listener = listen(0);
    this.port = listener.getLocalPort();
  }

  /** A proxy for the server that a URL (amqp, jdbc, http) names with host and port. */
  public static TcpProxy inFrontOf(String url) {
    Matcher matcher = matcher(url);
    return new TcpProxy(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /** The URL through the proxy. */
  public String url(String url) {
    Matcher matcher = matcher(url);
    return url.substring(0, matcher.start(1)) + "localhost:" + port + url.substring(matcher.end(2));
  }

  public int port() {
    return port;
  }

  /** Breaks all connections; new ones are accepted. */
  public void cut() {
    sockets.forEach(TcpProxy::close);
  }

  /** Breaks all connections, and refuses new ones until {@link #restore}. */
  public void refuse() {
    close(listener);
    awaitEndOf(acceptor);
    cut();
  }

  /** Silently lets nothing through until {@link #restore}: a blackhole. */
  public void freeze() {
    frozen = true;
  }

  /**
   * Ends {@link #refuse} and {@link #freeze}. Data that arrived while frozen is lost with its
   * connection.
   */
  public void restore() {
    if (frozen) {
      frozen = false;
      cut();
    }
    if (listener.isClosed()) {
      listener = listen(port);
    }
  }

  @Override
  public void close() {
    refuse();
  }

  private static Matcher matcher(String url) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no host and port in " + url);
    }
    return matcher;
  }

  private ServerSocket listen(int at) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
      acceptor = Thread.ofVirtual().start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        join(from.accept());
      } catch (IOException e) {
        // The listener was closed, or the server refused: the client's socket is closed already.
        continue;
      }
    }
  }

  private void join(Socket client) throws IOException {
    Socket upstream = new Socket();
    sockets.add(client);
    sockets.add(upstream);
    try {
      upstream.connect(server);
    } catch (IOException e) {
      end(client, upstream);
      throw e;
    }
    Thread.ofVirtual().start(() -> copy(client, upstream));
    Thread.ofVirtual().start(() -> copy(upstream, client));
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (!frozen) {
          to.getOutputStream().write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // Either side broke: so does the other.
    } finally {
      end(from, to);
    }
  }

  private void end(Socket one, Socket other) {
    close(one);
    close(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  /** Only then is the port free. */
  private static void awaitEndOf(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
