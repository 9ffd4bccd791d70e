package dev.errand.api.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.StoredJobs;
import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pages are told that something has changed. */
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventsQuarkusTest {

  @Inject StoredJobs jobs;

  @TestHTTPResource("/ui/events")
  URL events;

  @Test
  void aNewJobIsAChange() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          client.send(
              HttpRequest.newBuilder(URI.create(events.toString()))
                  .header("Accept", "text/event-stream")
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertEquals(200, stream.statusCode());
      Thread reader = Thread.ofVirtual().start(() -> read(stream.body(), changes));
      await().until(() -> changes.get() > 0);
      int before = changes.get();
      jobs.queued(StoredJobs.freshLane());
      await().until(() -> changes.get() > before);
      stream.body().close();
      reader.join();
    }
  }

  private static void read(InputStream stream, AtomicInteger changes) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.equals("data:change")) {
          changes.incrementAndGet();
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // Closed at the end of the test.
    }
  }
}
