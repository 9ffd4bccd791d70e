package dev.errand.rig.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/** One connection through a proxy, message by message. */
final class Link {

  private static final int BUFFER = 64 << 10;

  private final TcpProxy proxy;
  private final Socket client;
  private final Socket server;

  /** The halt whose answer this connection waits for; null while there is none. */
  private volatile Halt awaited;

  Link(TcpProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() {
    Thread.ofVirtual().start(() -> copy(client, server, proxy.protocol().fromClient(), true));
    Thread.ofVirtual().start(() -> copy(server, client, proxy.protocol().fromServer(), false));
  }

  void close() {
    TcpProxy.close(client);
    TcpProxy.close(server);
  }

  private void copy(Socket from, Socket to, Wire wire, boolean question) {
    try {
      from.setTcpNoDelay(true);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(from.getInputStream(), BUFFER));
      OutputStream out = to.getOutputStream();
      while (true) {
        byte[] message = wire.read(in);
        String meaning = wire.meaning(message);
        boolean goesOn = question ? asks(meaning) : answers(meaning);
        if (!goesOn) {
          return;
        }
        if (!proxy.loses(meaning, question)) {
          out.write(message);
        }
      }
    } catch (IOException _) {
      // Either side broke: so does the other.
    } finally {
      close();
      proxy.ended(this);
    }
  }

  private boolean asks(String meaning) {
    Optional<Halt> halt = proxy.halt().filter(at -> at.takes(meaning));
    if (halt.isPresent() && halt.get().isAfterwards()) {
      awaited = halt.get();
      return true;
    }
    if (halt.isEmpty()) {
      return true;
    }
    boolean goesOn = halt.get().hold();
    awaited = halt.get().answer();
    return goesOn;
  }

  private boolean answers(String meaning) {
    Halt halt = awaited;
    if (halt == null || !meaning.equals(Wire.READY) && !meaning.equals(Wire.ACK)) {
      return true;
    }
    awaited = null;
    return halt.hold();
  }
}
