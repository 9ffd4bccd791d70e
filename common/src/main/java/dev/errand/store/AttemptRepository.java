package dev.errand.store;

import dev.errand.job.Attempt;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads attempts through JPA. */
@ApplicationScoped
class AttemptRepository implements PanacheRepositoryBase<Attempt, Attempt.Key> {

  /** The latest attempts up to a number, oldest first. */
  List<Attempt> latest(UUID job, int upTo, int limit) {
    return find("jobId = ?1 and number <= ?2", Sort.descending("number"), job, upTo)
        .range(0, limit - 1)
        .list()
        .reversed();
  }
}
