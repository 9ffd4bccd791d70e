package dev.errand.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.testing.EmbeddedDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
class BrokersQuarkusTest {

  @Inject HintPublisher publisher;
  @Inject HintSource source;

  @TestHTTPResource(value = "/health", management = true)
  URI health;

  @Test
  void unlessConfiguredOtherwiseHintsGoThroughPostgres() {
    HeardHints heard = new HeardHints(source);
    source.consume("default", 10, heard::acknowledge);
    await().until(source::connected);
    Hint hint = new Hint("lane", UUID.randomUUID());
    publisher.publish("default", List.of(hint));
    await().until(() -> heard.hints().equals(List.of(hint)));
    assertTrue(publisher.connected());
    assertEquals(OptionalLong.empty(), publisher.waiting("default"));
  }

  @Test
  void theConnectorHasNoPartInTheHealthOfTheProcess() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String body =
          client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString()).body();
      assertTrue(body.contains("\"name\": \"database\""), body);
      assertFalse(body.contains("Messaging"), body);
    }
  }
}
