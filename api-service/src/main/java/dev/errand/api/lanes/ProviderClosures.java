package dev.errand.api.lanes;

import dev.errand.store.JobEvents;
import io.quarkus.hibernate.orm.PersistenceUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.hibernate.Session;

/**
 * Opens what workers closed because a provider asked them to. Workers write those rows with
 * statements of the store; here they are deleted in the transaction that resumes a lane.
 */
@ApplicationScoped
class ProviderClosures {

  private static final String OPEN_LANE =
      "delete from lane_closure where lane = :lane and closed_until > now()";

  /** Skips what a worker is just closing again: waiting for it could deadlock. */
  private static final String OPEN_MODELS =
      """
      delete from model_closure where (lane, model) in (
        select lane, model from model_closure
        where lane = :lane and closed_until > now()
        for update skip locked)
      """;

  private static final String TELL_WORKERS =
      "select 1 from pg_notify(%s, :lane)".formatted(JobEvents.TO_LANE_RESUMED);

  private final Session session;

  @Inject
  ProviderClosures(@PersistenceUnit("admin") Session session) {
    this.session = session;
  }

  /** Opens a lane and its models, and returns how many closures there were. */
  int open(String lane) {
    int closures = changed(OPEN_LANE, lane) + changed(OPEN_MODELS, lane);
    session
        .createNativeQuery(TELL_WORKERS, Integer.class)
        .setParameter("lane", lane)
        .getResultList();
    return closures;
  }

  private int changed(String sql, String lane) {
    return session.createNativeMutationQuery(sql).setParameter("lane", lane).executeUpdate();
  }
}
