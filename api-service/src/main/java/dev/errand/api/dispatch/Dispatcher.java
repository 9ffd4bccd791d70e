package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.hints.HintQueue;
import dev.errand.broker.Hint;
import dev.errand.job.JobState;
import dev.errand.store.AuditStore;
import dev.errand.store.DispatchStore;
import dev.errand.store.DispatchStore.Queued;
import dev.errand.store.DispatchStore.Reclaimed;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * The automatic moves: due, reclaimed, expired, purged. Replicas share the work, because every
 * statement skips rows that another has locked.
 */
@ApplicationScoped
class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final DispatchStore store;
  private final AuditStore audit;
  private final HintQueue hints;
  private final MeterRegistry metrics;
  private final ApiConfig.JobConfig jobs;
  private final Duration auditRetention;
  private final Chunks chunks;
  private final Reach reach;

  @Inject
  Dispatcher(
      DispatchStore store,
      AuditStore audit,
      HintQueue hints,
      MeterRegistry metrics,
      ApiConfig config) {
    this.store = store;
    this.audit = audit;
    this.hints = hints;
    this.metrics = metrics;
    this.jobs = config.job();
    this.auditRetention = config.audit().retention();
    this.chunks = new Chunks(config.dispatch().batch());
    this.reach =
        new Reach(config.dispatch().outagePatience(), config.dispatch().due(), System::nanoTime);
  }

  /** Queues jobs that are due. */
  void promote() {
    move(
        "due",
        limit -> {
          List<Queued> queued = store.promoteDue(limit);
          reach.answer();
          return hint(queued);
        });
  }

  /** Reclaims jobs from workers that could have responded, and have not. */
  void reclaim() {
    if (!reach.isLongEnough()) {
      return;
    }
    move(
        "reclaimed",
        limit -> {
          Reclaimed reclaimed = store.reclaim(limit);
          hint(reclaimed.queued());
          report(reclaimed);
          return reclaimed.size();
        });
  }

  /** Expires jobs that did not start in time. */
  void expire() {
    move("expired", limit -> store.expire(limit).size());
  }

  /** Deletes jobs, keys and audit entries whose retention has ended. */
  void purge() {
    int purged = chunks.untilNoneIsLeft(limit -> store.purge(jobs.retention(), limit));
    int keys = chunks.untilNoneIsLeft(limit -> store.purgeKeys(jobs.keyRetention(), limit));
    int entries = chunks.untilNoneIsLeft(limit -> audit.purge(auditRetention, limit));
    if (purged + keys + entries > 0) {
      LOG.info(
          LogLine.event("purged")
              .with("jobs", purged)
              .with("idempotency_keys", keys)
              .with("audit_entries", entries));
    }
  }

  private void move(String what, IntFunction<Integer> statement) {
    int moved = chunks.untilNoneIsLeft(statement);
    Metric.JOBS_DISPATCHED.counter(metrics, what).increment(moved);
  }

  private int hint(List<Queued> queued) {
    hints.publish(queued.stream().map(job -> new Hint(job.lane(), job.id())).toList());
    return queued.size();
  }

  private static void report(Reclaimed reclaimed) {
    reclaimed.queued().forEach(job -> report(job.id(), job.lane(), JobState.QUEUED));
    reclaimed.ended().forEach(end -> report(end.job(), end.lane(), end.state()));
  }

  private static void report(UUID job, String lane, JobState state) {
    LOG.info(
        LogLine.event("job_reclaimed")
            .with("job", job)
            .with("lane", lane)
            .with("state", state.text())
            .with("because", "its worker went silent"));
  }
}
