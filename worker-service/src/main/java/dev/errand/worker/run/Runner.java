package dev.errand.worker.run;

import dev.errand.job.OnLost;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.store.ModelLimit;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.flow.ModelGates;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.llm.LlmClient;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.run.RunningJob.Drop;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Runs claimed jobs, each on a virtual thread of its own: call, then finish. */
@ApplicationScoped
public class Runner {

  private static final Logger LOG = Logger.getLogger(Runner.class);

  private final LlmClient llm;
  private final RetryPolicy retries;
  private final Finisher finisher;
  private final CircuitBreakers lanes;
  private final ModelGates models;
  private final AttemptReport report;
  private final ByteBudget budget;
  private final Duration timeout;
  private final Duration lease;
  private final Slots slots;
  private final Map<Lease, RunningJob> running = new ConcurrentHashMap<>();

  @Inject
  Runner(
      LlmClient llm,
      RetryPolicy retries,
      Finisher finisher,
      CircuitBreakers lanes,
      ModelGates models,
      AttemptReport report,
      ByteBudget budget,
      MeterRegistry metrics,
      WorkerConfig config) {
    this.llm = llm;
    this.retries = retries;
    this.finisher = finisher;
    this.lanes = lanes;
    this.models = models;
    this.report = report;
    this.budget = budget;
    this.timeout = config.timeout();
    this.lease = config.lease();
    this.slots = new Slots(config.concurrency());
    metrics.gaugeMapSize("errand.worker.running", List.of(), running);
    metrics.gauge("errand.worker.calls", slots, Slots::calls);
    metrics.gauge("errand.worker.memory", budget, ByteBudget::held);
  }

  /**
   * Has {@code listener} called whenever slots or memory become {@link #free} after there was none;
   * it must not block.
   */
  public void onSlotFree(Runnable listener) {
    slots.onFree(listener);
    budget.onFree(listener);
  }

  /** How many jobs may be started. */
  public int free() {
    return budget.free() > 0 ? slots.free() : 0;
  }

  /** How many bytes of requests may be started; the last of them may go beyond. */
  public long freeBytes() {
    return budget.free();
  }

  /**
   * How many of the wanted jobs of each lane may be started now. Lanes that are held back are left
   * out.
   */
  public Map<String, Integer> allowed(Map<String, Integer> wanted) {
    return lanes.allowed(wanted);
  }

  /** The models of these lanes of which fewer jobs may be started than of their lane. */
  public List<ModelLimit> limits(Collection<String> lanes) {
    return models.limits(lanes);
  }

  /** Has {@code listener} told the lane whenever more jobs of one of its models may be started. */
  public void onModelRoom(Consumer<String> listener) {
    models.onRoom(listener);
  }

  /**
   * Begins a job and returns at once.
   *
   * @param asked the {@link System#nanoTime} before the claim was asked for
   */
  public void start(ClaimedJob job, long asked) {
    ByteBudget.Reservation reserved = budget.reserve(job.body().length);
    RunningJob run = new RunningJob(job, reserved, lanes.begun(job), asked + lease.toNanos());
    slots.begin();
    running.put(job.lease(), run);
    Thread.ofVirtual().name("job-" + job.lease().job()).start(() -> run(run));
  }

  /** How many jobs are in hand: called, or their ends being recorded. */
  public int count() {
    return running.size();
  }

  /** The leases under way. */
  List<Lease> leases() {
    return List.copyOf(running.keySet());
  }

  /** Drops the calls whose leases match; returns at once. */
  void drop(Predicate<Lease> which, Drop why) {
    running.forEach(
        (lease, run) -> {
          if (which.test(lease)) {
            run.drop(why);
          }
        });
  }

  private void run(RunningJob run) {
    Lease lease = run.job().lease();
    try {
      long began = System.nanoTime();
      LlmOutcome outcome = call(run);
      end(run, outcome).ifPresent(end -> record(run.job(), end, began));
    } catch (RuntimeException | Error e) {
      // The job's edge: the dispatcher reclaims it when its lease runs out.
      LOG.errorf(
          e,
          "attempt broke job=%s attempt=%d: its lease will run out and the job be reclaimed",
          lease.job(),
          lease.attempt());
    } finally {
      running.remove(lease);
      run.budget().close();
      slots.jobEnded();
    }
  }

  private LlmOutcome call(RunningJob run) {
    try {
      return outcome(run);
    } finally {
      slots.callEnded();
    }
  }

  private LlmOutcome outcome(RunningJob run) {
    LlmOutcome outcome = new Aborted();
    try {
      if (run.isLeaseOver()) {
        // The process stood still between claim and call: somebody else may have the job by now.
        run.drop(Drop.LEASE_GONE);
      } else {
        outcome = run.begin(llm).await(run.job().timeout().orElse(timeout));
      }
      return outcome;
    } finally {
      // While the slot is held, so that the next claim finds the lane closed or held back.
      lanes.ended(run.job(), run.turn(), outcome);
    }
  }

  /** What to record; empty where the lease is gone. */
  private Optional<AttemptEnd> end(RunningJob run, LlmOutcome outcome) {
    ClaimedJob job = run.job();
    if (!(outcome instanceof Aborted)) {
      return Optional.of(retries.end(job, outcome, lanes.pause(job, outcome)));
    }
    Drop why = run.dropped();
    LOG.infof(
        "call dropped job=%s attempt=%d because=%s", job.lease().job(), job.lease().attempt(), why);
    return why == Drop.DRAIN ? Optional.of(givenUp(run)) : Optional.empty();
  }

  private static AttemptEnd givenUp(RunningJob run) {
    ClaimedJob job = run.job();
    return job.onLost() == OnLost.FAIL && run.isBegun()
        ? AttemptEnd.givenUp(job.lease())
        : AttemptEnd.handedBack(job.lease());
  }

  private void record(ClaimedJob job, AttemptEnd end, long began) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    boolean won = finisher.finish(end);
    report.ended(job, end, won, took);
  }
}
