package dev.errand.store;

import dev.errand.database.DatabaseAddress;
import dev.errand.database.Schema;
import dev.errand.telemetry.LogLine;
import io.quarkus.arc.Unremovable;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jboss.logging.Logger;

/**
 * Provides a separate connection for migrations, because the time limits of the pool's connections
 * are too short to build an index. If the process only migrates, it waits here for the database.
 */
@Singleton
@Unremovable
class MigrationConnection implements FlywayConfigurationCustomizer {

  private static final Logger LOG = Logger.getLogger(MigrationConnection.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * The database cannot be reached (08), has no connection left (53), or is starting or stopping
   * (57P).
   */
  private static final Pattern PASSING = Pattern.compile("08.*|53.*|57P.*");

  private final DatabaseAddress address;
  private final boolean migratesOnly;
  private final Duration patience;

  @Inject
  MigrationConnection(
      DatabaseAddress address,
      @ConfigProperty(name = "quarkus.init-and-exit", defaultValue = "false") boolean migratesOnly,
      @ConfigProperty(name = "errand.database.migrate-wait", defaultValue = "1M")
          Duration patience) {
    this.address = address;
    this.migratesOnly = migratesOnly;
    this.patience = patience;
  }

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.dataSource(
        address.directUrl(), address.username().orElse(null), address.password().orElse(null));
    address.schema().ifPresent(configuration::defaultSchema);
    if (migratesOnly) {
      awaitDatabase();
    }
  }

  private void awaitDatabase() {
    long giveUp = System.nanoTime() + patience.toNanos();
    boolean told = false;
    while (!isReached(giveUp)) {
      if (!told) {
        LOG.warn(
            LogLine.event("migration_waits")
                .next("waiting for Postgres, up to %s".formatted(patience)));
      }
      told = true;
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  private boolean isReached(long giveUp) {
    try (Connection connection = address.connect("errand migration")) {
      Optional<String> foreign = Schema.foreign(connection);
      if (foreign.isPresent()) {
        throw new IllegalStateException("not migrated: " + foreign.get());
      }
      return true;
    } catch (SQLException e) {
      if (!PASSING.matcher(String.valueOf(e.getSQLState())).matches()) {
        throw new IllegalStateException("not migrated: " + e.getMessage(), e);
      }
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException(
            "not migrated: no Postgres within %s: %s".formatted(patience, e.getMessage()), e);
      }
      return false;
    }
  }
}
