package dev.errand.worker.target;

import dev.errand.worker.config.ProvidersConfig.ProviderConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The source of a provider's keys: its settings, or a file that may change. */
public final class KeySource {

  private final List<ApiKey> fixed;
  private final Optional<KeyFile> file;

  private KeySource(List<ApiKey> fixed, Optional<KeyFile> file) {
    this.fixed = fixed;
    this.file = file;
  }

  /**
   * The configured source.
   *
   * @throws ConfigurationException if both are set, a key cannot be sent, or the file is empty
   */
  public static KeySource of(String provider, ProviderConfig config, LongSupplier nanos) {
    String setting = "errand.providers.%s.api-key".formatted(provider);
    List<ApiKey> fixed =
        config.apiKey().orElse(List.of()).stream()
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .map(key -> ApiKey.of(key, setting))
            .distinct()
            .toList();
    Optional<String> path = config.apiKeyFile().filter(it -> !it.isBlank());
    if (path.isPresent() && !fixed.isEmpty()) {
      throw new ConfigurationException(
          "%s and %s-file are both set: keep one".formatted(setting, setting));
    }
    return new KeySource(fixed, path.map(it -> new KeyFile(it, setting + "-file", nanos)));
  }

  /** The keys, at most two seconds old; none if no key is sent. */
  public List<ApiKey> keys() {
    return file.map(KeyFile::keys).orElse(fixed);
  }

  /** Reads them again immediately if they are in a file, because the provider rejected one. */
  public List<ApiKey> reread() {
    return file.map(KeyFile::reread).orElse(fixed);
  }
}
