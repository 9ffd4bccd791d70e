package dev.errand.api.access;

import dev.errand.store.access.KeyStore;
import dev.errand.store.access.KnownKey;
import dev.errand.store.access.KnownTenant;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/**
 * Callers of work that goes on without a request: they were let in when it began, and their limits
 * are those of now.
 */
@ApplicationScoped
public class Owners {

  private final KeyStore store;
  private final boolean open;

  @Inject
  Owners(KeyStore store, AccessConfig config) {
    this.store = store;
    this.open = config.mode() == AccessConfig.Mode.OPEN;
  }

  /**
   * Who began it. Looks in the database.
   *
   * @param key the id of the recorded key that it came with; one that was revoked since has its
   *     limits still
   */
  public Caller of(String tenant, Optional<String> key) {
    if (open) {
      return Caller.open();
    }
    return key.flatMap(store::find)
        .map(KnownKey::caller)
        .orElseGet(() -> new Caller(tenant, Access.KEY, "owner", key, Set.of(), limits(tenant)));
  }

  /** The same without limits, for work that only ends what was begun. */
  public Caller unlimited(String tenant, Optional<String> key) {
    return new Caller(tenant, Access.KEY, "owner", key, Set.of(), Limits.NONE);
  }

  private Limits limits(String tenant) {
    return store.tenant(tenant).map(KnownTenant::limits).orElse(Limits.NONE);
  }
}
