package dev.errand.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.problem.Problem;
import dev.errand.api.testing.RawClient;
import dev.errand.api.testing.ShortBodyTimeout;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send slowly, or nothing, do not affect others. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedDatabase.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ShortBodyTimeout.class, restrictToAnnotatedClass = true)
class SlowClientsQuarkusTest {

  private static final String JOB = "{\"model\":\"gpt-5\",\"prompt\":\"p\"}";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TestHTTPResource("/")
  URI server;

  private final List<RawClient> clients = new ArrayList<>();
  private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() throws IOException {
    trickle.shutdownNow();
    for (RawClient client : clients) {
      client.close();
    }
  }

  /**
   * Below and above the size up to which bodies are received completely before a thread is started.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5000", "Content-Length: 50000", "Transfer-Encoding: chunked"})
  void aBodyThatTakesTooLongIsAbandoned(String length) throws IOException {
    RawClient client = slow("/v1/jobs", "application/json", length, "");

    assertGivenUp(client);
  }

  @Test
  void anUploadThatTricklesIsEndedAndSaysSo() throws IOException {
    String line = JOB + "\n";
    RawClient client =
        slow(
            "/v1/jobs/bulk",
            "application/x-ndjson",
            "Transfer-Encoding: chunked",
            "%x\r\n%s\r\n".formatted(line.length(), line));

    assertTrue(client.readHead().startsWith("HTTP/1.1 200"));
    List<String> lines = client.readChunks().lines().toList();
    assertTrue(lines.getFirst().contains("queued"), lines::toString);
    assertTrue(lines.get(lines.size() - 2).contains("request-timeout"), lines::toString);
    assertTrue(lines.getLast().contains("\"complete\":false"), lines::toString);
  }

  /** Java's own client asks for HTTP/2 with its first request, and uses it for the second. */
  @Test
  void aClientThatWaitsForItsJobIsNotTreatedAsSlow() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/jobs"))
              .header("Content-Type", "application/json")
              .header("Prefer", "wait=6")
              .POST(BodyPublishers.ofString(JOB))
              .build();
      assertEquals(202, http.send(request, BodyHandlers.discarding()).statusCode());
      assertEquals(202, http.send(request, BodyHandlers.discarding()).statusCode());
    }
  }

  /** All others are served, whatever idle and slow clients occupy. */
  @Test
  void thousandsOfIdleAndSlowClientsDoNotKeepTheOthersOut() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      clients.add(new RawClient(server));
    }
    List<RawClient> slow = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int length = i % 2 == 0 ? 500 : 50_000;
      slow.add(slow("/v1/jobs", "application/json", "Content-Length: " + length, ""));
    }

    submit(1_000);

    for (RawClient client : slow) {
      assertGivenUp(client);
    }
  }

  private static void assertGivenUp(RawClient client) throws IOException {
    String head = client.readHead();
    assertTrue(head.startsWith("HTTP/1.1 408"), head);
    assertTrue(head.contains(Problem.MEDIA_TYPE), head);
    assertTrue(client.read(50).contains("urn:errand:problem:request-timeout"));
  }

  /** A client that sends a byte now and then. */
  private RawClient slow(String path, String type, String length, String body) throws IOException {
    RawClient client = new RawClient(server);
    clients.add(client);
    client.send(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n%s"
            .formatted(path, type, length, body));
    boolean chunked = length.endsWith("chunked");
    trickle.scheduleAtFixedRate(() -> sendByte(client, chunked), 0, 500, TimeUnit.MILLISECONDS);
    return client;
  }

  private static void sendByte(RawClient client, boolean chunked) {
    try {
      client.send(chunked ? "1\r\n \r\n" : " ");
    } catch (IOException e) {
      // The service has closed the connection, which ends this client's schedule.
      throw new IllegalStateException(e);
    }
  }

  private void submit(int count) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/jobs"))
              .header("Content-Type", "application/json")
              .timeout(PATIENCE)
              .POST(BodyPublishers.ofString(JOB))
              .build();
      List<Callable<Integer>> sent =
          Collections.nCopies(
              count, () -> http.send(request, BodyHandlers.discarding()).statusCode());
      for (Future<Integer> status : threads.invokeAll(sent)) {
        assertEquals(202, status.get());
      }
    }
  }
}
