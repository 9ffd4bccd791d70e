package dev.errand.worker.run;

import dev.errand.job.OnLost;
import dev.errand.price.Prices;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.WorkerConfig;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.http.ByteBudget.Reservation;
import dev.errand.worker.llm.LlmClient;
import dev.errand.worker.outcome.LlmOutcome;
import dev.errand.worker.outcome.LlmOutcome.Aborted;
import dev.errand.worker.run.RunningJob.Drop;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Runs claimed jobs, each on its own virtual thread: call, then finish. A singleton, so that it and
 * the providers' clients are created when the worker starts: an invalid setting of theirs prevents
 * the start.
 */
@Singleton
public class Runner {

  private static final Logger LOG = Logger.getLogger(Runner.class);

  private final LlmClient llm;
  private final Prices prices;
  private final RetryPolicy retries;
  private final Finisher finisher;
  private final CircuitBreakers lanes;
  private final AttemptReport report;
  private final AttemptSpans spans;
  private final Capacity capacity;
  private final Duration timeout;
  private final Duration lease;
  private final Map<Lease, RunningJob> running = new ConcurrentHashMap<>();

  @Inject
  Runner(
      LlmClient llm,
      Prices prices,
      RetryPolicy retries,
      Finisher finisher,
      CircuitBreakers lanes,
      AttemptReport report,
      AttemptSpans spans,
      Capacity capacity,
      MeterRegistry metrics,
      WorkerConfig config) {
    this.llm = llm;
    this.prices = prices;
    this.retries = retries;
    this.finisher = finisher;
    this.lanes = lanes;
    this.report = report;
    this.spans = spans;
    this.capacity = capacity;
    this.timeout = config.timeout();
    this.lease = config.lease();
    Metric.WORKER_RUNNING.gauge(metrics, running::size);
  }

  /**
   * Starts a job and returns immediately.
   *
   * @param asked the {@link System#nanoTime} before the claim was issued
   */
  public void start(ClaimedJob job, long asked) {
    Reservation reserved = capacity.begin(job.body().length);
    RunningJob run =
        new RunningJob(job, reserved, lanes.begun(job), asked + lease.toNanos(), spans.begin(job));
    running.put(job.lease(), run);
    Thread.ofVirtual().name("job-" + job.lease().job()).start(() -> run(run));
  }

  /** The number of jobs in hand: in a call, or having their outcome recorded. */
  public int count() {
    return running.size();
  }

  /** The leases of running jobs. */
  List<Lease> leases() {
    return List.copyOf(running.keySet());
  }

  /** Aborts the calls whose leases match; returns immediately. */
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
    try (Scope _ = run.span().open()) {
      long began = System.nanoTime();
      LlmOutcome outcome = call(run);
      end(run, outcome).ifPresent(end -> record(run, end, began));
    } catch (RuntimeException | Error e) {
      // The job's edge: the dispatcher reclaims it when its lease expires.
      LOG.error(
          about("attempt_broke", lease).next("its lease expires, and the job is reclaimed"), e);
    } finally {
      running.remove(lease);
      run.span().end();
      capacity.jobEnded(run.job(), run.budget());
    }
  }

  private LlmOutcome call(RunningJob run) {
    try {
      return outcome(run);
    } finally {
      capacity.callEnded();
    }
  }

  private LlmOutcome outcome(RunningJob run) {
    LlmOutcome outcome = new Aborted();
    try {
      if (run.isLeaseOver()) {
        // The process was suspended between claim and call: another worker may have the job by now.
        run.drop(Drop.LEASE_GONE);
      } else {
        outcome =
            spans
                .call(run.span(), run.job(), llm)
                .around(() -> run.begin(llm).await(run.job().timeout().orElse(timeout)));
      }
      return outcome;
    } finally {
      // While the slot is held, so that the next claim finds the lane closed or held back.
      lanes.ended(run.job(), run.turn(), outcome);
    }
  }

  /** What to record; empty if the lease is lost. */
  private Optional<AttemptEnd> end(RunningJob run, LlmOutcome outcome) {
    ClaimedJob job = run.job();
    if (!(outcome instanceof Aborted)) {
      return Optional.of(priced(job, retries.end(job, outcome, lanes.pause(job, outcome))));
    }
    Drop why = run.dropped();
    LOG.info(about("call_dropped", job.lease()).with("reason", why));
    return why == Drop.DRAIN ? Optional.of(givenUp(run)) : Optional.empty();
  }

  private AttemptEnd priced(ClaimedJob job, AttemptEnd end) {
    return prices.cost(job.model(), end.call().usage()).map(end::costing).orElse(end);
  }

  private static LogLine about(String event, Lease lease) {
    return LogLine.event(event).with("job", lease.job()).with("attempt", lease.attempt());
  }

  private static AttemptEnd givenUp(RunningJob run) {
    ClaimedJob job = run.job();
    return job.onLost() == OnLost.FAIL && run.isBegun()
        ? AttemptEnd.givenUp(job.lease())
        : AttemptEnd.handedBack(job.lease());
  }

  private void record(RunningJob run, AttemptEnd end, long began) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    boolean won = run.span().recording(end, () -> finisher.finish(end));
    report.ended(run.job(), end, won, took);
  }
}
