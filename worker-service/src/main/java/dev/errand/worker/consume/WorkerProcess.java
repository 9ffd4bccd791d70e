package dev.errand.worker.consume;

import dev.errand.database.Notifications;
import dev.errand.store.JobEvents;
import dev.errand.telemetry.LogLine;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreakers;
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
  private final Notifications notifications;
  private final CircuitBreakers lanes;
  private final WorkerName name;
  private final WorkerConfig config;

  @Inject
  WorkerProcess(
      Claimer claimer,
      LeaseKeeper leases,
      Drain drain,
      Starvation starvation,
      Notifications notifications,
      CircuitBreakers lanes,
      WorkerName name,
      WorkerConfig config) {
    this.claimer = claimer;
    this.leases = leases;
    this.drain = drain;
    this.starvation = starvation;
    this.notifications = notifications;
    this.lanes = lanes;
    this.name = name;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    leases.start();
    claimer.start();
    starvation.start();
    // One that is missed costs the rest of the hold; the row that closed the lane is gone anyway.
    notifications.listen(JobEvents.LANE_RESUMED, lanes::resumed);
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
    leases.drain();
    drain.run(config.drain().minusNanos(System.nanoTime() - began));
    leases.stop();
  }
}
