package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.ANSWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import dev.errand.worker.outcome.LlmOutcome.Throttled;
import dev.errand.worker.outcome.Pause.Scope;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which key a provider gets. */
class LlmClientKeysTest {

  private static final String OLD = "sk-old-0123456789";
  private static final String NEW = "sk-new-0123456789";

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aLimitedKeyIsSkippedAndTheOthersContinue() {
    int port =
        provider.serve(
            (request, response) -> {
              if (key(request).equals("k-2")) {
                response.setStatusCode(429).putHeader("Retry-After", "60");
              }
              response.end(ANSWER);
            });
    TestedConfig config =
        new TestedConfig(
            "http://localhost:%d/v1".formatted(port),
            Map.of("errand.providers.p.api-key", "k-1,k-2,k-3"));
    LlmClient client = config.client(provider.vertx);
    List<LlmOutcome> outcomes = new ArrayList<>();

    for (int i = 0; i < 8; i++) {
      outcomes.add(provider.call(client));
    }

    assertEquals(List.of("k-1", "k-2", "k-3", "k-1", "k-3", "k-1", "k-3", "k-1"), keys);
    assertEquals(Scope.KEY, assertInstanceOf(Throttled.class, outcomes.remove(1)).pause().scope());
    outcomes.forEach(outcome -> assertInstanceOf(Answered.class, outcome));
    assertEquals(
        1, config.metrics.get("errand.provider.keys.held").tag("provider", "p").gauge().value());
  }

  @Test
  void aChangedKeyFileIsReadByTheCallAfterARejectedOne(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), OLD + "\n");
    int port =
        provider.serve(
            (request, response) -> {
              String key = key(request);
              response
                  .setStatusCode(key.equals(NEW) ? 200 : 401)
                  .end(key.equals(NEW) ? ANSWER : "{\"error\":\"expired: " + key + "\"}");
            });
    LlmClient client =
        provider.client(port, Map.of("errand.providers.p.api-key-file", file.toString()));
    Files.writeString(file, NEW + "\n");

    LlmOutcome first = provider.call(client);
    LlmOutcome second = provider.call(client);

    assertEquals(List.of(OLD, NEW), keys);
    Throttled throttled = assertInstanceOf(Throttled.class, first);
    assertEquals(Scope.KEY, throttled.pause().scope());
    assertTrue(throttled.failure().message().contains("[redacted]"), throttled::toString);
    assertInstanceOf(Answered.class, second);
  }

  @Test
  void aReplacedKeyIsNotShownEither(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), OLD);
    int port =
        provider.serve(
            (request, response) -> {
              key(request);
              response.setStatusCode(400).end("{\"error\":\"" + OLD + " and " + NEW + "\"}");
            });
    LlmClient client =
        provider.client(port, Map.of("errand.providers.p.api-key-file", file.toString()));
    provider.call(client);
    Files.writeString(file, NEW);
    while (!keys.contains(NEW)) {
      provider.call(client);
    }

    String message = assertInstanceOf(Refused.class, provider.call(client)).failure().message();

    assertFalse(message.contains(OLD) || message.contains(NEW), message);
  }

  private String key(HttpServerRequest request) {
    String key = request.getHeader("Authorization").substring("Bearer ".length());
    keys.add(key);
    return key;
  }
}
