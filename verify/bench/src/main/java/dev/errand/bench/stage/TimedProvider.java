package dev.errand.bench.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errand.rig.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider in this process, so that its calls are timed with the same clock as the client. */
public final class TimedProvider implements AutoCloseable {

  private static final byte[] ANSWER =
      "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hello.\"}}]}"
          .getBytes(StandardCharsets.UTF_8);
  private static final Duration CALL = Duration.ofMillis(50);

  private final HttpServer server;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  /** When a call began and ended here, in {@link System#nanoTime} terms. */
  public record Call(long began, long ended) {}

  public TimedProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** The worker's settings for it. */
  public String setting() {
    return "errand.providers.timed.base-url=http://127.0.0.1:%d/v1"
        .formatted(server.getAddress().getPort());
  }

  /** The next call, once it has ended. */
  public Call next() throws InterruptedException {
    Call call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new IllegalStateException("no call came within 10 s");
    }
    return call;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    exchange.getRequestBody().readAllBytes();
    Waiting.pause(CALL);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    long ended = System.nanoTime();
    exchange.sendResponseHeaders(200, ANSWER.length);
    exchange.getResponseBody().write(ANSWER);
    exchange.close();
    calls.add(new Call(began, ended));
  }
}
