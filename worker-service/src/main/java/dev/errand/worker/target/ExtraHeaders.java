package dev.errand.worker.target;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configured headers; their values may be secrets, so no message shows them. */
public final class ExtraHeaders {

  public static final ExtraHeaders NONE = new ExtraHeaders();

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Checks the headers. Those without a value are omitted. A dot in a name stands for a dash,
   * because names of variables have no dashes.
   *
   * @param prefix the settings' common prefix, with its dot, for messages
   * @throws ConfigurationException for a name or value that cannot be sent, or that Errand sets
   *     itself
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

  /** Whether one has this name, ignoring case. */
  boolean has(String name) {
    return headers.containsKey(name);
  }

  /** Their values, which may be secrets. */
  List<String> values() {
    return List.copyOf(headers.values());
  }

  /** Combines both; the others' headers override these with the same name. */
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
