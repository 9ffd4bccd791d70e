package dev.errand.api.s3;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down if the S3 server has refused everything since the start: the settings are wrong, and
 * replicas with other settings may still work. A server that is away, or fails later, does not
 * matter to jobs.
 */
@Readiness
@ApplicationScoped
class S3Health implements HealthCheck {

  private final S3Start start;

  @Inject
  S3Health(S3Start start) {
    this.start = start;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> refusal = start.refusal();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("files").status(refusal.isEmpty());
    refusal.ifPresent(reason -> response.withData("refused", reason));
    return response.build();
  }
}
