package dev.errand.worker.run;

import dev.errand.store.WorkerBeat;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreakers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this worker says of itself, for those who look at the fleet. */
@ApplicationScoped
public class WorkerStatus {

  private final String name;
  private final String version;
  private final Capacity capacity;
  private final CircuitBreakers lanes;
  private final WorkerConfig config;
  private volatile boolean draining;

  @Inject
  WorkerStatus(
      WorkerName name,
      @ConfigProperty(name = "quarkus.application.version") String version,
      Capacity capacity,
      CircuitBreakers lanes,
      WorkerConfig config) {
    this.name = name.text();
    this.version = version;
    this.capacity = capacity;
    this.lanes = lanes;
    this.config = config;
  }

  /** From now on it claims no more jobs. */
  void drain() {
    draining = true;
  }

  /** As of now. */
  WorkerBeat now() {
    return new WorkerBeat(
        name,
        config.pool(),
        version,
        config.concurrency(),
        capacity.calls(),
        lanes.heldBack(),
        draining);
  }
}
