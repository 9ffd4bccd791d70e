package dev.errand.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The provider's endpoint that a job calls: a path of the OpenAI-compatible API. */
public enum Endpoint {
  CHAT_COMPLETIONS("/v1/chat/completions"),
  RESPONSES("/v1/responses"),
  EMBEDDINGS("/v1/embeddings"),
  COMPLETIONS("/v1/completions");

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  /** The path as clients name it, beginning with {@code /v1/}. */
  public String path() {
    return path;
  }

  /** The path below a provider's base URL, which already ends in {@code /v1}. */
  public String pathBelowBase() {
    return path.substring("/v1/".length());
  }

  /** The endpoint with this {@link #path()}, or empty. */
  public static Optional<Endpoint> of(String path) {
    return Arrays.stream(values()).filter(e -> e.path.equals(path)).findFirst();
  }

  /** All paths, for messages. */
  public static List<String> paths() {
    return Arrays.stream(values()).map(Endpoint::path).toList();
  }
}
