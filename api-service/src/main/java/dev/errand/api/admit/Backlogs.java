package dev.errand.api.admit;

import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial.TooManyWaiting;
import dev.errand.store.access.WaitingStore;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/** The waiting jobs of those keys and tenants that have a limit of them. */
@ApplicationScoped
class Backlogs {

  private static final Duration IDLE = Duration.ofMinutes(1);

  /** Of callers without a limit: costs nothing. */
  private static final Decision<Place> UNLIMITED = new Allowed<>(_ -> {});

  private final WaitingStore store;
  private final Map<String, Backlog> ofKeys = new ConcurrentHashMap<>();
  private final Map<String, Backlog> ofTenants = new ConcurrentHashMap<>();

  @Inject
  Backlogs(WaitingStore store) {
    this.store = store;
  }

  /** Room for one more job of a caller. */
  @FunctionalInterface
  interface Place {

    /** Settles it, once: whether the job was committed, or may have been. */
    void settle(boolean committed);
  }

  /** Takes a place for a job if its key and its tenant have room for it. */
  Decision<Place> place(Caller caller) {
    Limits limits = caller.limits();
    OptionalInt ofKey = caller.key().isPresent() ? limits.ofKey().queued() : OptionalInt.empty();
    OptionalInt ofTenant = limits.ofTenant().queued();
    if (ofKey.isEmpty()) {
      return ofTenant.isEmpty() ? UNLIMITED : placeOfTenant(caller.tenant(), ofTenant.getAsInt());
    }
    Decision<Place> key = placeOfKey(caller.key().orElseThrow(), ofKey.getAsInt());
    return ofTenant.isEmpty() || !(key instanceof Allowed<Place>(Place place))
        ? key
        : both(place, caller.tenant(), ofTenant.getAsInt());
  }

  private Decision<Place> both(Place ofKey, String tenant, int most) {
    boolean taken = false;
    try {
      Decision<Place> decision = placeOfTenant(tenant, most);
      if (decision instanceof Allowed<Place>(Place ofTenant)) {
        taken = true;
        return new Allowed<>(
            committed -> {
              ofKey.settle(committed);
              ofTenant.settle(committed);
            });
      }
      return decision;
    } finally {
      if (!taken) {
        ofKey.settle(false);
      }
    }
  }

  private Decision<Place> placeOfKey(String key, int most) {
    return place(backlog(ofKeys, key, limit -> store.ofKey(key, limit)), "key", most);
  }

  private Decision<Place> placeOfTenant(String tenant, int most) {
    return place(
        backlog(ofTenants, tenant, limit -> store.ofTenant(tenant, limit)), "tenant", most);
  }

  private static Decision<Place> place(Backlog backlog, String whose, int most) {
    return backlog.take(most)
        ? new Allowed<>(backlog::settle)
        : new Denied<>(new TooManyWaiting(whose, most));
  }

  /** Those that nobody has used for a while are dropped when another one is needed. */
  private static Backlog backlog(Map<String, Backlog> all, String name, IntUnaryOperator count) {
    Backlog known = all.get(name);
    if (known != null) {
      return known;
    }
    all.values().removeIf(backlog -> backlog.isIdleFor(IDLE));
    return all.computeIfAbsent(name, _ -> new Backlog(count, System::nanoTime));
  }
}
