package dev.errand.worker.run;

import dev.errand.store.ClaimedJob;
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
 * How many more jobs this worker may claim: by its slots, its bytes in memory, and the limits of
 * lanes and models. Claims use only this class, so further limits belong here.
 */
@ApplicationScoped
public class Capacity {

  private final Slots slots;
  private final ByteBudget bytes;
  private final CircuitBreakers lanes;
  private final ModelGates models;
  private volatile Consumer<String> onRoom = _ -> {};

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
   * The limits of one claim.
   *
   * @param lanes how many jobs of each lane; lanes without any are omitted
   * @param models models of which fewer jobs may be claimed than of their lane
   * @param bytes the bytes of request bodies after which no further job is claimed; the last job
   *     may exceed them
   */
  public record Claimable(Map<String, Integer> lanes, List<ModelLimit> models, long bytes) {}

  /**
   * Registers listeners for more capacity; neither may block.
   *
   * @param jobs run whenever {@link #jobs} becomes more than zero
   * @param lane gets the lane of a model, or of a tenant's job, of which more may be claimed
   */
  public void onMore(Runnable jobs, Consumer<String> lane) {
    slots.onFree(jobs);
    bytes.onFree(jobs);
    models.onRoom(lane);
    onRoom = lane;
  }

  /** The number of calls in flight. */
  int calls() {
    return slots.calls();
  }

  /** How many jobs may be claimed in total. */
  public int jobs() {
    return bytes.free() > 0 ? slots.free() : 0;
  }

  /** What may be claimed of the requested jobs of each lane. */
  public Claimable claimable(Map<String, Integer> wanted) {
    Map<String, Integer> allowed = lanes.allowed(wanted);
    return new Claimable(
        allowed, models.limits(allowed.keySet()), Math.min(bytes.free(), bytes.inAStatement()));
  }

  /** Records a claimed job with a request of this size: its call holds a slot. */
  Reservation begin(long request) {
    slots.begin();
    return bytes.reserve(request);
  }

  /** A job's call has ended: its slot is free. */
  void callEnded() {
    slots.callEnded();
  }

  /** A job is finished, and its end recorded. */
  void jobEnded(ClaimedJob job, Reservation reservation) {
    reservation.close();
    slots.jobEnded();
    if (job.makesRoom()) {
      onRoom.accept(job.lane());
    }
  }
}
