package dev.errand.worker.consume;

import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.run.Drain;
import dev.errand.worker.run.LeaseKeeper;
import dev.errand.worker.run.WorkerName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Starts and stops the worker's parts in order. */
@ApplicationScoped
class WorkerProcess {

  private static final Logger LOG = Logger.getLogger(WorkerProcess.class);

  private final Claimer claimer;
  private final LeaseKeeper leases;
  private final Drain drain;
  private final Starvation starvation;
  private final WorkerName name;
  private final WorkerConfig config;

  @Inject
  WorkerProcess(
      Claimer claimer,
      LeaseKeeper leases,
      Drain drain,
      Starvation starvation,
      WorkerName name,
      WorkerConfig config) {
    this.claimer = claimer;
    this.leases = leases;
    this.drain = drain;
    this.starvation = starvation;
    this.name = name;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    leases.start();
    claimer.start();
    starvation.start();
    LOG.info(
        LogLine.event("worker_started")
            .with("name", name.text())
            .with("pool", config.pool())
            .with("concurrency", config.concurrency()));
  }

  void stop(@Observes ShutdownEvent event) {
    long began = System.nanoTime();
    starvation.stop();
    claimer.stop();
    drain.run(config.drain().minusNanos(System.nanoTime() - began));
    leases.stop();
  }
}
