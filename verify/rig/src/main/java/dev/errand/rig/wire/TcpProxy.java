package dev.errand.rig.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
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

  private final Protocol protocol;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress server;
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile Halt halt;
  private volatile boolean frozen;
  private volatile boolean starving;

  /** Listens on a free port. */
  public TcpProxy(Protocol protocol, String host, int port) {
    this.protocol = protocol;
    this.server = new InetSocketAddress(host, port);
    this.listener = listen(0);
    this.port = listener.getLocalPort();
  }

  /** A byte-for-byte proxy for the server in a URL (amqp, jdbc, http) with host and port. */
  public static TcpProxy inFrontOf(String url) {
    Matcher server = server(url);
    return new TcpProxy(Protocol.BYTES, server.group(1), Integer.parseInt(server.group(2)));
  }

  /** The URL through the proxy. */
  public String url(String url) {
    Matcher server = server(url);
    return url.substring(0, server.start(1)) + "localhost:" + port + url.substring(server.end(2));
  }

  private static Matcher server(String url) {
    Matcher matcher = HOST_AND_PORT.matcher(url);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no host and port in " + url);
    }
    return matcher;
  }

  /** The address to which the service connects. */
  public int port() {
    return port;
  }

  /** Stops the next message that the halt describes. */
  public Halt stopAt(Halt at) {
    halt = at;
    return at;
  }

  /** Directs new connections to another server, as after a failover. */
  public void leadTo(String host, int newPort) {
    server = new InetSocketAddress(host, newPort);
  }

  /** Breaks all connections; new ones are accepted. */
  public void cut() {
    links.forEach(Link::close);
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
   * Lets everything through except deliveries from RabbitMQ to consumers, until {@link #restore}.
   */
  public void starve() {
    starving = true;
  }

  /** Ends {@link #refuse}, {@link #freeze} and {@link #starve}. */
  public synchronized void restore() {
    if (frozen || starving) {
      frozen = false;
      starving = false;
      cut();
    }
    if (listener.isClosed()) {
      listener = listen(port);
    }
  }

  @Override
  public void close() {
    refuse();
    Optional.ofNullable(halt).ifPresent(Halt::drop);
  }

  Protocol protocol() {
    return protocol;
  }

  /** Whether a message with this meaning is lost in transit. */
  boolean loses(String meaning, boolean fromClient) {
    return frozen
        || starving && !fromClient && List.of(Wire.DELIVER, Wire.CONTENT).contains(meaning);
  }

  Optional<Halt> halt() {
    return Optional.ofNullable(halt);
  }

  void ended(Link link) {
    links.remove(link);
  }

  private ServerSocket listen(int at) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
      acceptor = Thread.ofVirtual().name("proxy-" + at).start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        join(from.accept());
      } catch (IOException _) {
        // The listener was closed, or the server refused and the client's socket is closed.
        continue;
      }
    }
  }

  private void join(Socket client) throws IOException {
    Socket upstream = new Socket();
    try {
      upstream.connect(server);
    } catch (IOException e) {
      close(client);
      throw e;
    }
    Link link = new Link(this, client, upstream);
    links.add(link);
    link.start();
  }

  /** Only then is the port free. */
  private static void awaitEndOf(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
