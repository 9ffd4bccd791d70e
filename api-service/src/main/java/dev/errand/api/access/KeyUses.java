package dev.errand.api.access;

import dev.errand.database.DatabaseException;
import dev.errand.store.access.KeyStore;
import dev.errand.store.access.KeyStore.Use;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When keys were last used here, recorded once a minute. */
@ApplicationScoped
public class KeyUses {

  private final KeyStore store;
  private final Map<String, Instant> latest = new ConcurrentHashMap<>();

  @Inject
  KeyUses(KeyStore store) {
    this.store = store;
  }

  void add(String key, Instant now) {
    latest.put(key, now);
  }

  /**
   * Records what was used since the last time.
   *
   * @throws DatabaseException if Postgres does not confirm it; the next call tries again
   */
  public void record() {
    List<Use> uses =
        latest.entrySet().stream().map(use -> new Use(use.getKey(), use.getValue())).toList();
    if (!uses.isEmpty()) {
      store.used(uses);
      uses.forEach(use -> latest.remove(use.id(), use.at()));
    }
  }
}
