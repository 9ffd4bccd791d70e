package dev.errand.api.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.RawClient;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class SmallBodiesQuarkusTest {

  private static final String JOB = "{\"model\":\"gpt-5\",\"prompt\":\"%s\"}";

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @ValueSource(ints = {9_999, 10_000})
  void aBodyThatComesInPiecesIsOneJobOnEitherSideOfTheLimit(int length) throws IOException {
    try (RawClient client = new RawClient(server)) {
      String job = JOB.formatted("p".repeat(length - JOB.length() + 2));
      client.send(head(length, ""));
      client.send(job.substring(0, 20));
      client.send(job.substring(20));
      assertBegins("HTTP/1.1 202", client.readHead());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 0\r\n"})
  void aRequestWithoutABodyIsAnswered(String length) throws IOException {
    try (RawClient client = new RawClient(server)) {
      client.send(
          "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n"
              .formatted(length));
      assertBegins("HTTP/1.1 400", client.readHead());
    }
  }

  /** Java's own client does this with its first request to a server. */
  @Test
  void aClientMayAskForAnotherVersionOfTheProtocolWithItsSubmission() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/jobs"))
            .version(HttpClient.Version.HTTP_2)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JOB.formatted("p")))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(202, client.send(request, BodyHandlers.discarding()).statusCode());
    }
  }

  @Test
  void aClientThatWaitsToBeAskedForItsBodyIsAsked() throws IOException {
    try (RawClient client = new RawClient(server)) {
      String job = JOB.formatted("p");
      client.send(head(job.length(), "Expect: 100-continue\r\n"));
      assertBegins("HTTP/1.1 100", client.readHead());
      client.send(job);
      assertBegins("HTTP/1.1 202", client.readHead());
    }
  }

  @Test
  void aClientThatDisconnectsDuringItsBodyIsNotAnError() throws IOException {
    Queue<String> errors = new ConcurrentLinkedQueue<>();
    Handler listener = errorsInto(errors);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    try {
      try (RawClient client = new RawClient(server)) {
        client.send(head(500, ""));
        client.send("{\"model\":");
      }
      aBodyThatComesInPiecesIsOneJobOnEitherSideOfTheLimit(100);
      await().pollDelay(Duration.ofMillis(300)).until(errors::isEmpty);
    } finally {
      root.removeHandler(listener);
    }
  }

  private static Handler errorsInto(Queue<String> errors) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
          errors.add(line.getLoggerName() + ": " + line.getMessage());
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static String head(int length, String more) {
    return """
    POST /v1/jobs HTTP/1.1\r
    Host: localhost\r
    Content-Type: application/json\r
    Content-Length: %d\r
    %s\r
    """
        .formatted(length, more);
  }

  private static void assertBegins(String start, String head) {
    assertTrue(head.startsWith(start), head);
  }
}
