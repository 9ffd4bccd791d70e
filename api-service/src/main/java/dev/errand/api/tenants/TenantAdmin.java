package dev.errand.api.tenants;

import dev.errand.api.admin.AdminDatabase;
import dev.errand.api.admin.Audit;
import dev.errand.api.admin.AuditDetails;
import dev.errand.api.admin.Author;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Creates, changes and deletes tenants. Each change, its audit entry and its announcement to all
 * replicas are one commit.
 */
@ApplicationScoped
class TenantAdmin {

  private static final Logger LOG = Logger.getLogger(TenantAdmin.class);

  private final AdminDatabase database;
  private final Tenants tenants;
  private final Audit audit;
  private final Clock clock;
  private final Duration retention;

  @Inject
  TenantAdmin(AdminDatabase database, Tenants tenants, Audit audit, Clock clock, ApiConfig config) {
    this.database = database;
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
    this.retention = config.job().retention();
  }

  TenantView create(byte[] body, Author author) {
    Instant now = now();
    Tenant tenant = TenantSettings.create(body, now, retention);
    TenantView view =
        database.transaction(
            () -> {
              tenants.requireFree(tenant.name);
              tenants.persist(tenant);
              audit.record(now, author, "tenant.create", tenant.name, described(tenant));
              return TenantView.of(tenant);
            });
    log("tenant_created", tenant.name, author);
    return view;
  }

  /** Up to {@code most} tenants after a name. */
  List<TenantView> list(String after, int most) {
    return database.transaction(
        () -> tenants.list(after, most).stream().map(TenantView::of).toList());
  }

  TenantView get(String name) {
    return database.transaction(
        () ->
            tenants
                .findByIdOptional(name)
                .map(TenantView::of)
                .orElseThrow(() -> Tenants.unknown(name)));
  }

  TenantView change(String name, byte[] body, Author author) {
    Instant now = now();
    TenantView view =
        database.transaction(
            () -> {
              Tenant tenant = tenants.locked(name);
              TenantSettings.change(body, now, retention, tenant);
              audit.record(now, author, "tenant.change", name, described(tenant));
              tenants.announce();
              return TenantView.of(tenant);
            });
    log("tenant_changed", name, author);
    return view;
  }

  /** Begins to delete a tenant: nobody gets in any more, and the dispatcher erases the rest. */
  TenantView delete(String name, Author author) {
    if (name.equals(Caller.DEFAULT_TENANT)) {
      throw new ProblemException(
          ProblemType.CONFLICT, "the tenant %s cannot be deleted".formatted(name));
    }
    Instant now = now();
    TenantView view =
        database.transaction(
            () -> {
              Tenant tenant = tenants.locked(name);
              if (tenant.deletedAt == null) {
                tenant.deletedAt = now;
                audit.record(now, author, "tenant.delete", name, Map.of());
                tenants.announce();
              }
              return TenantView.of(tenant);
            });
    log("tenant_deleted", name, author);
    return view;
  }

  private static Map<String, String> described(Tenant tenant) {
    return new AuditDetails()
        .with("suspended", tenant.suspendedAt != null)
        .with("weight", tenant.weight)
        .with("highest_priority", tenant.highestPriority)
        .with("requests_per_second", tenant.perSecond)
        .with("jobs_queued", tenant.queued)
        .with("calls_running", tenant.running)
        .with("retention_seconds", tenant.retentionSeconds)
        .with("usd_per_day", tenant.usdPerDay)
        .with("usd_per_month", tenant.usdPerMonth)
        .with("tokens_per_day", tenant.tokensPerDay)
        .with("tokens_per_month", tenant.tokensPerMonth)
        .map();
  }

  private static void log(String event, String name, Author author) {
    LOG.info(LogLine.event(event).with("tenant", name).with("by", author.name()));
  }

  /** As Postgres keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
