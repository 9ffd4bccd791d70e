package dev.errand.e2e.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP/1.1 response.
 *
 * @param headers by their names in lower case
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

  /** The first header with this name, or empty. */
  Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The media type without its parameters; empty if there is none. */
  String type() {
    return header("content-type").map(type -> type.split(";")[0].strip()).orElse("");
  }

  /** Whether the server closes the connection after it. */
  boolean closes() {
    return header("connection").map("close"::equalsIgnoreCase).orElse(false);
  }
}
