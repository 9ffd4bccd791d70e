package dev.errand.faults.wire;

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

/** Stands between one service and one server. */
public final class Proxy implements AutoCloseable {

  private final Protocol protocol;
  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile InetSocketAddress server;
  private volatile ServerSocket listener;
  private volatile Halt halt;
  private volatile boolean swallowing;
  private volatile boolean starving;

  /** Listens on a free port. */
  public Proxy(Protocol protocol, String host, int port) {
    this.protocol = protocol;
    this.server = new InetSocketAddress(host, port);
    this.listener = listen(0);
    this.port = listener.getLocalPort();
  }

  /** Where the service connects to. */
  public int port() {
    return port;
  }

  /** Stops the next message that the halt describes. */
  public Halt stopAt(Halt at) {
    halt = at;
    return at;
  }

  /** New connections go to another server: what an address does after a failover. */
  public void leadTo(String host, int newPort) {
    server = new InetSocketAddress(host, newPort);
  }

  /** Breaks all connections; new ones are taken. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Breaks all connections, and refuses new ones until {@link #restore}. */
  public void refuse() {
    close(listener);
    cut();
  }

  /** A blackhole: lets nothing through, without a word, until {@link #restore}. */
  public void swallow() {
    swallowing = true;
  }

  /** Lets all through but the messages that RabbitMQ gives to consumers, until {@link #restore}. */
  public void starve() {
    starving = true;
  }

  /** Ends {@link #refuse}, {@link #swallow} and {@link #starve}. */
  public synchronized void restore() {
    if (swallowing || starving) {
      swallowing = false;
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

  /** Whether a message of that meaning is lost on its way. */
  boolean loses(String meaning, boolean fromClient) {
    return swallowing
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
      Thread.ofVirtual().name("proxy-" + at).start(() -> accept(socket));
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

  static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
