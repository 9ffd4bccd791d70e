package dev.errand.e2e;

import java.util.Map;
import java.util.stream.Collectors;

/** Settings as environment variables. */
final class Variables {

  private Variables() {}

  static Map<String, String> of(Map<String, String> settings) {
    return settings.entrySet().stream()
        .collect(
            Collectors.toMap(
                setting -> setting.getKey().toUpperCase().replaceAll("[.-]", "_"),
                Map.Entry::getValue));
  }
}
