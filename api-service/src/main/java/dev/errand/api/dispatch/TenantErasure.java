package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.database.DatabaseTimeouts;
import dev.errand.store.TenantStore;
import dev.errand.store.depth.DepthStore;
import dev.errand.store.usage.UsageStore;
import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Erases deleted tenants: their jobs, which are cancelled first, their files, their usage, the
 * depth of their lanes, their keys, and finally the tenant. A round that is interrupted is
 * continued by the next one, of this replica or another.
 */
@ApplicationScoped
class TenantErasure {

  /** As long as a replica may let a tenant's keys in that was deleted, at most. */
  private static final Duration LET_IN = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(TenantErasure.class);

  private final TenantStore store;
  private final UsageStore usage;
  private final DepthStore depth;
  private final MeterRegistry metrics;
  private final Chunks chunks;
  private final Duration underWay;

  @Inject
  TenantErasure(
      TenantStore store,
      UsageStore usage,
      DepthStore depth,
      MeterRegistry metrics,
      DatabaseTimeouts timeouts,
      ApiConfig config) {
    this.store = store;
    this.usage = usage;
    this.depth = depth;
    this.metrics = metrics;
    this.chunks = new Chunks(config.dispatch().batch());
    // The last submissions: let in, received, committed.
    this.underWay = LET_IN.plus(config.bodyTimeout()).plus(timeouts.caller());
  }

  void run() {
    store.deleted().forEach(this::erase);
  }

  private void erase(String tenant) {
    int cancelled = chunks.untilNoneIsLeft(limit -> store.cancel(tenant, limit).size());
    int jobs = chunks.untilNoneIsLeft(limit -> store.eraseJobs(tenant, limit));
    int names = chunks.untilNoneIsLeft(limit -> store.eraseIdempotencyKeys(tenant, limit));
    int uploads = chunks.untilNoneIsLeft(limit -> store.eraseUploads(tenant, limit));
    int files = chunks.untilNoneIsLeft(limit -> store.deleteFiles(tenant, limit));
    int hours = chunks.untilNoneIsLeft(limit -> usage.erase(tenant, limit));
    int depths = chunks.untilNoneIsLeft(limit -> depth.erase(tenant, limit));
    int keys = chunks.untilNoneIsLeft(limit -> store.eraseApiKeys(tenant, limit));
    Metric.JOBS_DISPATCHED.counter(metrics, "cancelled").increment(cancelled);
    boolean gone = store.erase(tenant, underWay);
    if (gone || cancelled + jobs + names + uploads + files + hours + depths + keys > 0) {
      LOG.info(
          LogLine.event("tenant_erased")
              .with("tenant", tenant)
              .with("cancelled", cancelled)
              .with("jobs", jobs)
              .with("idempotency_keys", names)
              .with("uploads", uploads)
              .with("files", files)
              .with("usage", hours)
              .with("depths", depths)
              .with("keys", keys)
              .with("complete", gone));
    }
  }
}
