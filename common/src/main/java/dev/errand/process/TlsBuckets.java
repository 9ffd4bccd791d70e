package dev.errand.process;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The TLS configurations {@code quarkus.tls.<bucket>.*}. With a {@code reload-period} their content
 * changes, so it is read again for each connection.
 */
@Singleton
public class TlsBuckets {

  private final TlsConfigurationRegistry registry;

  @Inject
  public TlsBuckets(TlsConfigurationRegistry registry) {
    this.registry = registry;
  }

  /**
   * The bucket named by a setting.
   *
   * @param setting its key, for the message
   * @throws ConfigurationException if no such bucket is configured
   */
  public TlsConfiguration named(String name, String setting) {
    return registry
        .get(name)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s names the TLS configuration %s, which is not configured: set quarkus.tls.%s.*, such as quarkus.tls.%s.trust-store.pem.certs"
                        .formatted(setting, name, name, name)));
  }
}
