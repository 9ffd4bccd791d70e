package dev.errand.api.tenants;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.access.KeyStore;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;

/** The recorded tenants. For transactions of {@code AdminDatabase}. */
@ApplicationScoped
public class Tenants implements PanacheRepositoryBase<Tenant, String> {

  /** Whatever is known of a tenant's keys is out of date. */
  private static final String ANNOUNCE = "select pg_notify(:channel, '*')";

  /** Until the transaction ends, others who create a tenant of the name wait. */
  private static final String TURN =
      "select 1 from pg_advisory_xact_lock(hashtextextended('errand tenant ' || :name, 0))";

  /**
   * Ensures that something can be created for a tenant. It is not deleted before the transaction
   * ends.
   *
   * @throws ProblemException if it can't
   */
  public void requireUsable(String name) {
    Tenant tenant = findById(name, LockModeType.PESSIMISTIC_READ);
    if (tenant == null) {
      throw unknown(name);
    }
    if (tenant.deletedAt != null) {
      throw new ProblemException(
          ProblemType.CONFLICT, "the tenant %s is being deleted".formatted(name));
    }
  }

  /**
   * Ensures that there is no tenant of this name. Nobody creates one before the transaction ends.
   *
   * @throws ProblemException if there is one
   */
  void requireFree(String name) {
    getEntityManager().createNativeQuery(TURN).setParameter("name", name).getSingleResult();
    if (findById(name) != null) {
      throw new ProblemException(
          ProblemType.CONFLICT, "there is a tenant %s already".formatted(name));
    }
  }

  /** A tenant that nobody else changes before the transaction ends. */
  Tenant locked(String name) {
    Tenant tenant = findById(name, LockModeType.PESSIMISTIC_WRITE);
    if (tenant == null) {
      throw unknown(name);
    }
    return tenant;
  }

  /** Up to {@code most} tenants after a name, by name. */
  List<Tenant> list(String after, int most) {
    return find("name > ?1", Sort.by("name"), after).page(Page.ofSize(most)).list();
  }

  void announce() {
    getEntityManager()
        .createNativeQuery(ANNOUNCE)
        .setParameter("channel", KeyStore.CHANGED)
        .getSingleResult();
  }

  static ProblemException unknown(String name) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "no tenant has the name %s; GET /v1/tenants lists them".formatted(name));
  }
}
