package dev.errand.cli.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.errand.client.ErrandClient;
import dev.errand.client.NoAnswerException;
import dev.errand.client.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetriesTest {

  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private Retries retries;
  private HttpServer server;
  private ErrandClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3");
          exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.remove(), -1);
          exchange.close();
        });
    server.start();
    client = ErrandClient.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    retries = new Retries(() -> now, this::pause, Duration.ofSeconds(10), Duration.ofMinutes(10));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void pause(Duration time) {
    pauses.add(time);
    now = now.plus(time);
  }

  private String ask() {
    return retries.until(() -> client.json().get("/"));
  }

  @Test
  void waitsAsLongAsTheServiceSays() {
    statuses.addAll(List.of(503, 502));

    assertEquals("", ask());

    assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(3)), pauses);
  }

  @Test
  void aRejectionIsFinal() {
    statuses.add(400);

    assertThrows(ProblemException.class, this::ask);
    assertEquals(List.of(), pauses);
  }

  @Test
  void aServiceThatWasNeverThereIsOff() {
    server.stop(0);

    assertThrows(NoAnswerException.class, this::ask);
    assertEquals(List.of(), pauses);
  }

  @Test
  void aServiceThatHasRespondedMayBeRestarting() {
    ask();
    server.stop(0);

    assertThrows(NoAnswerException.class, this::ask);
    assertEquals(Duration.ofMillis(500), pauses.getFirst());
    assertEquals(Duration.ofSeconds(15), pauses.getLast());
    assertEquals(10, Duration.between(Instant.EPOCH, now).toMinutes());
  }
}
