package dev.errand.api.testing;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Removes all meters before each service that a test starts. In one JVM they outlive the service,
 * and a gauge of the next service would still show the previous one.
 */
@ApplicationScoped
public class FreshMeters {

  public void clear(@Observes ShutdownEvent event) {
    Metrics.globalRegistry.clear();
  }
}
