package dev.errand.api.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that asks for keys, with lanes for OpenAI's clients. */
public final class OpenAiService implements QuarkusTestProfile {

  /** A lane that takes {@code chat-*} and models with slashes; its provider is {@code acme}. */
  public static final String LANE = "chat";

  /** A lane of models {@code left-*}, for jobs that stay. */
  public static final String LEFT = "left";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "errand.access", "keys",
        "errand.access.bootstrap-key", WithKeys.BOOTSTRAP,
        "errand.access.cache-time", "1S",
        "errand.lanes.default.models", "default-*",
        "errand.lanes.chat.models", "chat-*,org/*,org/named:8b",
        "errand.lanes.chat.provider", "acme",
        "errand.lanes.left.models", "left-*");
  }
}
