package dev.errand.api.testing;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Has each service that a test starts begin with no meters. In one JVM they outlive the service,
 * and a gauge of the next one would go on telling of the last.
 */
@ApplicationScoped
public class FreshMeters {

  public void clear(@Observes ShutdownEvent event) {
    Metrics.globalRegistry.clear();
  }
}
