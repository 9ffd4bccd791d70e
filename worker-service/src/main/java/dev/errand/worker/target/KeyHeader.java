package dev.errand.worker.target;

import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * The header for a provider's key.
 *
 * @param name empty if the key is not sent
 * @param before the text before the key
 */
record KeyHeader(Optional<String> name, String before) {

  private static final String NONE = "none";

  /**
   * The configured header; a bearer token by default.
   *
   * @param prefix the settings' common prefix, with its dot, for messages
   */
  static KeyHeader of(ProviderConfig config, String prefix) {
    String name = config.keyHeader();
    HeaderRules.requireName(name, prefix + "key-header");
    config.keyScheme().ifPresent(s -> HeaderRules.requireValue(s, prefix + "key-scheme"));
    String scheme =
        config.keyScheme().orElse("Authorization".equalsIgnoreCase(name) ? "Bearer" : NONE);
    return new KeyHeader(
        Optional.of(name).filter(n -> !NONE.equalsIgnoreCase(n)),
        NONE.equalsIgnoreCase(scheme) ? "" : scheme + " ");
  }

  /** Sets it. */
  void put(MultiMap headers, ApiKey key) {
    name.ifPresent(n -> headers.set(n, before + key.text()));
  }
}
