package dev.errand.worker.consume;

import dev.errand.broker.BrokerState;
import dev.errand.broker.HintSource;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.run.Runner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the worker claims jobs and receives the queued hints. An unavailable broker does not make
 * it unready: it polls for jobs, and the details report this.
 */
@Readiness
@ApplicationScoped
class WorkerReadiness implements HealthCheck {

  private final Claimer claimer;
  private final Runner runner;
  private final HintSource source;
  private final Starvation starvation;
  private final WorkerConfig config;

  @Inject
  WorkerReadiness(
      Claimer claimer,
      Runner runner,
      HintSource source,
      Starvation starvation,
      WorkerConfig config) {
    this.claimer = claimer;
    this.runner = runner;
    this.source = source;
    this.starvation = starvation;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    BrokerState broker = source.state();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("worker")
            .status(claimer.isRunning() && !starvation.isSerious())
            .withData("running", runner.count())
            .withData("concurrency", config.concurrency())
            .withData("broker_connected", broker.connected())
            .withData("hints_arrive", !starvation.isSerious());
    if (!broker.connected()) {
      response.withData("broker_unused_seconds", broker.unused().toSeconds());
      broker.trouble().ifPresent(trouble -> response.withData("broker_trouble", trouble));
    }
    return response.build();
  }
}
