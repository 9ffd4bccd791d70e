package dev.errand.worker.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that sends what no HTTP server would send. */
final class RawServer implements AutoCloseable {

  /** The handling of a connection, which is closed afterwards. */
  @FunctionalInterface
  interface Script {
    void run(Socket client) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  RawServer(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.add(Thread.ofVirtual().start(this::accept));
  }

  /** Reads a request, then sends this. */
  static Script answer(String answer) {
    return client -> {
      readRequest(client);
      client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Sends this, and nothing more until the client disconnects. */
  static Script answerAndWait(String answer) {
    return client -> {
      answer(answer).run(client);
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    };
  }

  /** Sends this in response to each request of a connection. */
  static Script answerEach(String answer) {
    return client -> {
      while (true) {
        answer(answer).run(client);
      }
    };
  }

  /** Reads a request; returns its body. */
  static String readRequest(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = client.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      head.append((char) next);
    }
    int length =
        Integer.parseInt(head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.forEach(Thread::interrupt);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connections.incrementAndGet();
        threads.add(Thread.ofVirtual().start(() -> serve(client)));
      } catch (IOException e) {
        // Closed.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      script.run(client);
    } catch (IOException e) {
      // The client disconnected, or this server was closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
