package dev.errand.worker.llm;

import dev.errand.job.Endpoint;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** One provider: its client and its credential, which never leaves this class. */
final class Provider {

  private final LlmApi api;
  private final Optional<String> key;

  Provider(LlmApi api, Optional<String> key) {
    this.api = api;
    this.key = key.filter(k -> !k.isBlank());
  }

  Uni<Response> call(Endpoint endpoint, byte[] body) {
    String authorization = key.map(k -> "Bearer " + k).orElse(null);
    return switch (endpoint) {
      case CHAT_COMPLETIONS -> api.chatCompletions(authorization, body);
      case RESPONSES -> api.responses(authorization, body);
      case EMBEDDINGS -> api.embeddings(authorization, body);
      case COMPLETIONS -> api.completions(authorization, body);
    };
  }

  /** A message without the credential, in case the provider echoes it. */
  String redact(String message) {
    return key.map(k -> message.replace(k, "[redacted]")).orElse(message);
  }
}
