package dev.errand.worker.http;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * An HTTP answer as it arrived.
 *
 * @param headers of the final answer; names are compared without regard to case
 * @param body empty where it is larger than the worker takes
 */
public record HttpAnswer(int status, MultiMap headers, Optional<byte[]> body) {

  /** The header's first value, or null. */
  public String header(String name) {
    return headers.get(name);
  }
}
