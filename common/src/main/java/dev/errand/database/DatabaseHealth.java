package dev.errand.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether the service can use its database, and if not, what is missing. Quarkus' own check takes a
 * connection of the pool, and hangs where that does.
 */
@Readiness
@Startup
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

  private final DatabaseWatch watch;

  @Inject
  DatabaseHealth(DatabaseWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database")
        .status(watch.isUsable())
        .withData("state", watch.state())
        .build();
  }
}
