package dev.errand.worker.http;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer as received.
 *
 * @param headers the headers of the final answer; names are case-insensitive
 * @param body empty if it exceeds the worker's limit
 */
public record HttpAnswer(int status, MultiMap headers, Optional<byte[]> body) {

  /** The header's first value, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }
}
