package dev.errand.api.rest;

import dev.errand.broker.HintPublisher;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Shows whether the broker is connected. Always up: jobs are accepted without it. */
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
    return HealthCheckResponse.named("broker")
        .withData("connected", publisher.connected())
        .up()
        .build();
  }
}
