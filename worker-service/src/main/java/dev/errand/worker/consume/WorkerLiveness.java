package dev.errand.worker.consume;

import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.run.LeaseKeeper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * Whether the worker consumes, or has nothing to consume, and keeps its leases. It is not live only
 * if a restart is the only remedy; an outage of the broker or the database is not such a case.
 */
@Liveness
@ApplicationScoped
class WorkerLiveness implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(WorkerLiveness.class);

  private final Supplier<Duration> claimersSilence;
  private final Supplier<Duration> keepersSilence;
  private final BooleanSupplier hopeless;
  private final WorkerConfig config;
  private final AtomicBoolean live = new AtomicBoolean(true);

  @Inject
  WorkerLiveness(Claimer claimer, LeaseKeeper leases, Starvation starvation, WorkerConfig config) {
    this(claimer::silence, leases::silence, starvation::isHopeless, config);
  }

  WorkerLiveness(
      Supplier<Duration> claimersSilence,
      Supplier<Duration> keepersSilence,
      BooleanSupplier hopeless,
      WorkerConfig config) {
    this.claimersSilence = claimersSilence;
    this.keepersSilence = keepersSilence;
    this.hopeless = hopeless;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    boolean claims = isAlive(claimersSilence.get(), config.pollInterval());
    boolean keepsLeases = isAlive(keepersSilence.get(), config.heartbeat());
    boolean consumes = !hopeless.getAsBoolean();
    log(claims, keepsLeases, consumes);
    return HealthCheckResponse.named("worker")
        .status(claims && keepsLeases && consumes)
        .withData("claims", claims)
        .withData("keeps_leases", keepsLeases)
        .withData("consumes", consumes)
        .build();
  }

  private boolean isAlive(Duration silence, Duration interval) {
    return silence.compareTo(interval.plus(config.health().stuck())) < 0;
  }

  private void log(boolean claims, boolean keepsLeases, boolean consumes) {
    boolean all = claims && keepsLeases && consumes;
    if (live.getAndSet(all) != all) {
      LOG.log(
          all ? Logger.Level.INFO : Logger.Level.ERROR,
          LogLine.event(all ? "worker_live" : "worker_not_live")
              .with("claims", claims)
              .with("keeps_leases", keepsLeases)
              .with("consumes", consumes)
              .next(all ? "the worker continues" : "restart the worker; its leases then expire"));
    }
  }
}
