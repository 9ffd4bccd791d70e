package dev.errand.worker.target;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configured headers; their values may be secrets, so no message shows one. */
public final class ExtraHeaders {

  public static final ExtraHeaders NONE = new ExtraHeaders();

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Checks them. Those without a value are left out. A dot in a name stands for a dash: names of
   * variables have no dashes.
   *
   * @param prefix the settings' common beginning, with its dot, for messages
   * @throws ConfigurationException for a name or value that can't be sent, or that Errand sends
   */
  public static ExtraHeaders of(Map<String, Optional<String>> settings, String prefix) {
    ExtraHeaders extra = new ExtraHeaders();
    settings.forEach(
        (name, value) ->
            value.filter(v -> !v.isBlank()).ifPresent(v -> extra.add(name, v, prefix + name)));
    return extra;
  }

  private void add(String key, String value, String setting) {
    String name = key.replace('.', '-');
    HeaderRules.requireName(name, setting);
    HeaderRules.requireValue(value, setting);
    if (headers.put(name, value.strip()) != null) {
      throw new ConfigurationException("%s sets a header that is set already".formatted(setting));
    }
  }

  /** Whether one has this name, in whatever case. */
  boolean has(String name) {
    return headers.containsKey(name);
  }

  /** Their values: secrets, perhaps. */
  List<String> values() {
    return List.copyOf(headers.values());
  }

  /** All of them; those of the other stand before these where both have the same name. */
  ExtraHeaders and(ExtraHeaders other) {
    ExtraHeaders both = new ExtraHeaders();
    both.headers.putAll(headers);
    both.headers.putAll(other.headers);
    return both;
  }

  /** Sets them all. */
  void putInto(MultiMap request) {
    headers.forEach((name, value) -> request.set(HttpHeaders.createOptimized(name), value));
  }
}
