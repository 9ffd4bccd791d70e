package dev.errand.api.keys;

import dev.errand.store.access.KeyStore;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The recorded keys. For transactions of {@code AdminDatabase}. */
@ApplicationScoped
class ApiKeys implements PanacheRepositoryBase<ApiKey, String> {

  /** Sent with the commit, to all replicas. */
  private static final String ANNOUNCE = "select pg_notify(:channel, :id)";

  void announce(String id) {
    getEntityManager()
        .createNativeQuery(ANNOUNCE)
        .setParameter("channel", KeyStore.CHANGED)
        .setParameter("id", id)
        .getSingleResult();
  }

  /** A key that nobody else changes before the transaction ends. */
  Optional<ApiKey> locked(String id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Up to {@code most} keys after an id, by id, of one tenant or of all. */
  List<ApiKey> list(Optional<String> tenant, String after, int most) {
    return (tenant.isPresent()
            ? find("id > ?1 and tenant = ?2", Sort.by("id"), after, tenant.get())
            : find("id > ?1", Sort.by("id"), after))
        .page(Page.ofSize(most))
        .list();
  }
}
