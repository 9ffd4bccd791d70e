package dev.errand.worker.llm;

import static dev.errand.worker.llm.ScriptedProvider.ANSWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.worker.outcome.LlmOutcome.Answered;
import dev.errand.worker.outcome.LlmOutcome.Refused;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The headers and parameters that a provider gets from Errand's configuration. */
class LlmClientHeadersTest {

  @AutoClose private final ScriptedProvider provider = new ScriptedProvider();

  @Test
  void headersQueryAndKeyArriveAsConfigured() {
    AtomicReference<String> got = new AtomicReference<>();
    int port =
        provider.serve(
            (request, response) -> {
              got.set(
                  String.join(
                      " ",
                      request.getHeader("api-key"),
                      request.getHeader("X-Title"),
                      request.getHeader("X-Tenant"),
                      request.getHeader("OpenAI-Project"),
                      "" + request.getHeader("Authorization")));
              response.end(ANSWER);
            });
    LlmClient client =
        provider.client(
            port,
            Map.of(
                "errand.providers.p.api-key", "k-1",
                "errand.providers.p.key-header", "api-key",
                "errand.providers.p.headers.X-Title", "Errand",
                "errand.providers.p.project", "proj_1",
                "errand.providers.p.query.api-version", "2024-10-21",
                "errand.worker.lanes.l.headers.X-Tenant", "lane-l"));

    assertInstanceOf(Answered.class, provider.call(client));

    assertEquals("k-1 Errand lane-l proj_1 null", got.get());
    assertEquals("POST /v1/chat/completions?api-version=2024-10-21", provider.seen.getFirst());
  }

  @Test
  void aSecretThatTheProviderEchoesIsNotInTheMessage() {
    int port =
        provider.serve(
            (request, response) ->
                response
                    .setStatusCode(400)
                    .end("{\"error\":\"bad " + request.getHeader("X-Secret") + "\"}"));
    LlmClient client =
        provider.client(port, Map.of("errand.providers.p.headers.X-Secret", "secret-0123456789"));

    String message = assertInstanceOf(Refused.class, provider.call(client)).failure().message();

    assertTrue(message.contains("[redacted]"), message);
    assertFalse(message.contains("secret-0123456789"), message);
  }

  @Test
  void headersForAnUnknownLanePreventTheStart() {
    String message =
        assertThrows(
                ConfigurationException.class,
                () -> provider.client(1, Map.of("errand.worker.lanes.other.headers.X", "1")))
            .getMessage();

    assertTrue(message.startsWith("errand.worker.lanes.other.*"), message);
  }
}
