package dev.errand.api.access;

import dev.errand.database.Notifications;
import dev.errand.store.access.KeyStore;
import dev.errand.store.access.KnownKey;
import dev.errand.store.access.KnownTenant;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of keys and tenants: recorded ones and, so that guesses cost no look-up
 * each, those that there are not. Changes are announced, those of keys by id.
 */
@ApplicationScoped
class KnownKeys {

  private static final String ALL = "*";

  private final KeyStore store;
  private final Cache cache;
  private final Cache tenants;

  @Inject
  KnownKeys(KeyStore store, @CacheName("keys") Cache cache, @CacheName("tenants") Cache tenants) {
    this.store = store;
    this.cache = cache;
    this.tenants = tenants;
  }

  void listen(@Observes StartupEvent started, Notifications notifications) {
    notifications.listen(KeyStore.CHANGED, this::forget);
    notifications.onReconnect(() -> forget(ALL));
  }

  /**
   * What is known here of the key with this id; null if it has to be looked up. Costs no thread and
   * no waiting, as almost every request has a known key.
   */
  @Nullable Optional<KnownKey> known(String id) {
    CompletableFuture<Optional<KnownKey>> found = cache.as(CaffeineCache.class).getIfPresent(id);
    return found != null && found.state() == State.SUCCESS ? found.resultNow() : null;
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

  /** The tenant with this name, for callers without a key. Looked up like keys. */
  Uni<Optional<KnownTenant>> tenant(String name) {
    return tenants.getAsync(
        name,
        unknown ->
            Uni.createFrom()
                .item(() -> store.tenant(unknown))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
  }

  private void forget(String what) {
    Uni<Void> forgotten =
        what.equals(ALL)
            ? cache.invalidateAll().chain(tenants::invalidateAll)
            : cache.invalidate(what);
    forgotten.subscribe().with(_ -> {});
  }
}
