package dev.errand.worker.llm;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * An HTTP answer as it arrived.
 *
 * @param headers of the final answer; names are compared without regard to case
 * @param body empty where it is larger than the worker takes
 */
record HttpAnswer(int status, MultiMap headers, Optional<byte[]> body) {

  /** The header's first value, or null. */
  String header(String name) {
    return headers.get(name);
  }
}
