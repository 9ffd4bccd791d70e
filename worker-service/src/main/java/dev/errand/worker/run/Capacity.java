package dev.errand.worker.run;

import dev.errand.store.ModelLimit;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.flow.ModelGates;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.http.ByteBudget.Reservation;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How much more this worker may take on: its slots, its bytes in memory, and what each lane and
 * each model allows. The one place that a claim asks, and where a further limit belongs.
 */
@ApplicationScoped
public class Capacity {

  private final Slots slots;
  private final ByteBudget bytes;
  private final CircuitBreakers lanes;
  private final ModelGates models;

  @Inject
  public Capacity(
      ByteBudget bytes,
      CircuitBreakers lanes,
      ModelGates models,
      MeterRegistry metrics,
      WorkerConfig config) {
    this.slots = new Slots(config.concurrency());
    this.bytes = bytes;
    this.lanes = lanes;
    this.models = models;
    Metric.WORKER_CALLS.gauge(metrics, slots::calls);
    Metric.WORKER_MEMORY.gauge(metrics, bytes::held);
  }

  /**
   * What one claim may bring.
   *
   * @param lanes how many jobs of each lane; lanes of which none may be claimed are left out
   * @param models those of which fewer may be claimed than of their lane
   * @param bytes of request bodies after which no further job is claimed; the last may go beyond
   */
  public record Claimable(Map<String, Integer> lanes, List<ModelLimit> models, long bytes) {}

  /**
   * Sets who is told when there is more capacity than before; neither may block.
   *
   * @param jobs is run whenever {@link #jobs} is more than zero after it was not
   * @param lane is told the lane of a model of which more jobs may be claimed
   */
  public void onMore(Runnable jobs, Consumer<String> lane) {
    slots.onFree(jobs);
    bytes.onFree(jobs);
    models.onRoom(lane);
  }

  /** How many jobs may be claimed, of whatever lane. */
  public int jobs() {
    return bytes.free() > 0 ? slots.free() : 0;
  }

  /** What may be claimed of the wanted jobs of each lane. */
  public Claimable claimable(Map<String, Integer> wanted) {
    Map<String, Integer> allowed = lanes.allowed(wanted);
    return new Claimable(
        allowed, models.limits(allowed.keySet()), Math.min(bytes.free(), bytes.inAStatement()));
  }

  /** A job with a request of so many bytes is taken on: its call holds a slot. */
  Reservation begin(long request) {
    slots.begin();
    return bytes.reserve(request);
  }

  /** A job's call has ended: its slot is free. */
  void callEnded() {
    slots.callEnded();
  }

  /** A job is out of hand. */
  void jobEnded(Reservation reservation) {
    reservation.close();
    slots.jobEnded();
  }
}
