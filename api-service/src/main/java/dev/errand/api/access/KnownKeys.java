package dev.errand.api.access;

import dev.errand.database.Notifications;
import dev.errand.store.access.KeyStore;
import dev.errand.store.access.KnownKey;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * What this replica knows of keys: recorded ones and, so that guesses cost no look-up each, ids
 * that there are not. Changes are announced by id.
 */
@ApplicationScoped
class KnownKeys {

  private static final String ALL = "*";

  private final KeyStore store;
  private final Cache cache;

  @Inject
  KnownKeys(KeyStore store, @CacheName("keys") Cache cache) {
    this.store = store;
    this.cache = cache;
  }

  void listen(@Observes StartupEvent started, Notifications notifications) {
    notifications.listen(KeyStore.CHANGED, this::forget);
    notifications.onReconnect(() -> forget(ALL));
  }

  /** The key with this id. Looks it up on a thread that may block, unless it is known. */
  Uni<Optional<KnownKey>> find(String id) {
    return cache.getAsync(
        id,
        unknown ->
            Uni.createFrom()
                .item(() -> store.find(unknown))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
  }

  private void forget(String what) {
    Uni<Void> forgotten = what.equals(ALL) ? cache.invalidateAll() : cache.invalidate(what);
    forgotten.subscribe().with(_ -> {});
  }
}
