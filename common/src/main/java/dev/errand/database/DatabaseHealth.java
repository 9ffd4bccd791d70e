package dev.errand.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health check of the database; it says what is missing. Quarkus' own check takes a connection
 * from the pool, and hangs if the pool does.
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
