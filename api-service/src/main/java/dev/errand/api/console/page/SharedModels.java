package dev.errand.api.console.page;

import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What pages show, kept for a second. All who look at the same page of the same tenant with the
 * same rights share it when their browsers renew it, so that a hundred of them ask the database
 * once. Whoever opens a page sees what is there now.
 */
@ApplicationScoped
public class SharedModels {

  /** The header by which the script of a page says that it renews it. */
  static final String RENEWAL = "Errand-Renewal";

  private final Cache cache;
  private final CurrentVertxRequest current;

  @Inject
  SharedModels(@CacheName("console") Cache cache, CurrentVertxRequest current) {
    this.cache = cache;
    this.current = current;
  }

  private record Key(String tenant, Set<Right> rights, String uri) {}

  /**
   * The model of the requested page.
   *
   * @param read reads it for the caller; whatever it depends on besides the caller's tenant and
   *     rights is in the request's path and query
   */
  public <T> T of(Caller caller, Supplier<T> read) {
    HttpServerRequest request = current.getCurrent().request();
    Key key = new Key(caller.tenant(), caller.rights(), request.uri());
    if (request.headers().contains(RENEWAL)) {
      return cache.<Key, T>get(key, _ -> read.get()).await().indefinitely();
    }
    T now = read.get();
    // Else a renewal would show what was there before somebody moved something.
    cache.as(CaffeineCache.class).put(key, CompletableFuture.completedFuture(now));
    return now;
  }
}
