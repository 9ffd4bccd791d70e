package dev.errand.api.tenants;

import dev.errand.api.admin.AdminDatabase;
import dev.errand.api.admin.Audit;
import dev.errand.api.admin.Author;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

  @Inject
  TenantAdmin(AdminDatabase database, Tenants tenants, Audit audit, Clock clock) {
    this.database = database;
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
  }

  TenantView create(byte[] body, Author author) {
    Instant now = now();
    Tenant tenant = TenantSettings.create(body, now);
    TenantView view =
        database.transaction(
            () -> {
              if (tenants.findById(tenant.name) != null) {
                throw new ProblemException(
                    ProblemType.CONFLICT, "there is a tenant %s already".formatted(tenant.name));
              }
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
              TenantSettings.change(body, now, tenant);
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
    Map<String, String> details = new LinkedHashMap<>();
    details.put("suspended", String.valueOf(tenant.suspendedAt != null));
    details.put("weight", String.valueOf(tenant.weight));
    put(details, "highest_priority", tenant.highestPriority);
    put(details, "requests_per_second", tenant.perSecond);
    put(details, "jobs_queued", tenant.queued);
    return details;
  }

  private static void put(Map<String, String> details, String name, @Nullable Number value) {
    if (value != null) {
      details.put(name, value.toString());
    }
  }

  private static void log(String event, String name, Author author) {
    LOG.info(LogLine.event(event).with("tenant", name).with("by", author.name()));
  }

  /** As Postgres keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
