package dev.errand.store;

import io.quarkus.arc.Unremovable;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Gives migrations a connection of their own: those of the pool have limits that are too short to
 * build an index in.
 */
@Singleton
@Unremovable
class MigrationConnection implements FlywayConfigurationCustomizer {

  private final String url;
  private final Optional<String> username;
  private final Optional<String> password;

  @Inject
  MigrationConnection(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
      @ConfigProperty(name = "quarkus.datasource.username") Optional<String> username,
      @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
    this.url = url;
    this.username = username;
    this.password = password;
  }

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.dataSource(url, username.orElse(null), password.orElse(null));
  }
}
