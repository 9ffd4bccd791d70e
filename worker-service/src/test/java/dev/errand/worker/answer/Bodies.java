package dev.errand.worker.answer;

import dev.errand.job.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Bodies for tests, with single quotes instead of double quotes. */
final class Bodies {

  private Bodies() {}

  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static Reading read(Endpoint endpoint, String json) {
    return BodyReader.read(endpoint, bytes(json));
  }

  /** The endpoint whose name starts with this text. */
  static Endpoint endpoint(String name) {
    return Arrays.stream(Endpoint.values())
        .filter(endpoint -> endpoint.name().startsWith(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow();
  }
}
