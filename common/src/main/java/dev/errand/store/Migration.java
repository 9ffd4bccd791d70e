package dev.errand.store;

import dev.errand.database.DatabaseAddress;
import dev.errand.database.Schema;
import dev.errand.telemetry.LogLine;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Migrates the database when the service starts. Until that succeeds, the service runs, is not
 * ready, and tries again.
 */
@ApplicationScoped
class Migration {

  private static final Logger LOG = Logger.getLogger(Migration.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Instance<Flyway> flyway;
  private final DatabaseAddress address;
  private final boolean wanted;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable String told;

  @Inject
  Migration(
      Instance<Flyway> flyway,
      DatabaseAddress address,
      @ConfigProperty(name = "errand.database.migrate", defaultValue = "false") boolean wanted) {
    this.flyway = flyway;
    this.address = address;
    this.wanted = wanted;
  }

  /** Runs before everything that needs the tables. */
  void start(@Observes @Priority(1) StartupEvent event) {
    if (wanted && !isDone()) {
      Thread.ofPlatform().daemon().name("migration").start(this::keepTrying);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopped.countDown();
  }

  private void keepTrying() {
    try {
      while (!stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isDone()) {
          LOG.info(LogLine.event("migrated"));
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone() {
    try (Connection connection = address.connect("errand migration")) {
      Optional<String> foreign = Schema.foreign(connection);
      if (foreign.isEmpty()) {
        flyway.get().migrate();
      }
      foreign.ifPresent(this::tell);
      return foreign.isEmpty();
    } catch (SQLException | FlywayException e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void tell(String obstacle) {
    if (!obstacle.equals(told)) {
      LOG.warn(
          LogLine.event("not_migrated")
              .with("because", obstacle)
              .next("not ready; trying again every %d s".formatted(AGAIN.toSeconds())));
    }
    told = obstacle;
  }
}
