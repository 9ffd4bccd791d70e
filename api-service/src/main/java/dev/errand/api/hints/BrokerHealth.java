package dev.errand.api.hints;

import dev.errand.broker.BrokerState;
import dev.errand.broker.HintPublisher;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Shows whether the broker is used, and if not, why. Always up, because jobs are accepted without
 * it.
 */
@Readiness
@Startup
class BrokerHealth implements HealthCheck {

  private final HintPublisher publisher;

  @Inject
  BrokerHealth(HintPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public HealthCheckResponse call() {
    BrokerState state = publisher.state();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("broker").withData("connected", state.connected());
    if (!state.connected()) {
      response.withData("unused_seconds", state.unused().toSeconds());
      state.trouble().ifPresent(trouble -> response.withData("trouble", trouble));
    }
    return response.up().build();
  }
}
