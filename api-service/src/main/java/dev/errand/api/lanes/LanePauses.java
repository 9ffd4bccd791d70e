package dev.errand.api.lanes;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The lanes that were paused by hand. For transactions of {@code AdminDatabase}. */
@ApplicationScoped
class LanePauses implements PanacheRepositoryBase<LanePause, String> {

  /** Until the transaction ends, others who pause or resume the lane wait; it may have no row. */
  private static final String TURN =
      "select 1 from pg_advisory_xact_lock(hashtextextended('errand lane ' || :lane, 0))";

  /** The lane's pause, which nobody else changes before the transaction ends. */
  Optional<LanePause> locked(String lane) {
    getEntityManager().createNativeQuery(TURN).setParameter("lane", lane).getSingleResult();
    return findByIdOptional(lane);
  }
}
