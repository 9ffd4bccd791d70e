package dev.errand.api.batch;

import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.NewJob.Key;
import dev.errand.tenant.Caller;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The batches of callers' tenants. For transactions of {@code AdminDatabase}. */
@ApplicationScoped
class Batches implements PanacheRepositoryBase<Batch, UUID> {

  /** While the row is locked, nobody deletes the file. */
  private static final String INPUT =
      """
      select content, bytes, purpose from file
      where id = :id and tenant = :tenant and deleted_at is null
        and (expires_at is null or expires_at > now())
      for share
      """;

  private static final String TAKE_KEY =
      """
      insert into idempotency_key (tenant, key, fingerprint, json_fingerprint, job_id)
      values (:tenant, :key, :fingerprint, :json, :batch)
      on conflict do nothing
      """;

  private static final String FIND_KEY =
      """
      select job_id, fingerprint = :fingerprint or json_fingerprint = :json
      from idempotency_key
      where tenant = :tenant and key = :key
      """;

  /** Before all others. */
  private static final UUID LAST = new UUID(-1, -1);

  /** An input file of the caller's tenant that stays until the transaction ends. */
  record Input(UUID content, long bytes, String purpose) {}

  Optional<Input> input(Caller caller, UUID file) {
    List<?> rows =
        getEntityManager()
            .createNativeQuery(INPUT, Object[].class)
            .setParameter("id", file)
            .setParameter("tenant", caller.tenant())
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Input((UUID) row[0], ((Number) row[1]).longValue(), (String) row[2]))
        .findFirst();
  }

  /**
   * Gives a client's key to a new batch.
   *
   * @return the batch that the same request has created before; empty if there is none
   * @throws ProblemException if the key stands for something else
   */
  Optional<Batch> named(Caller caller, Key key, UUID batch) {
    int taken =
        query(TAKE_KEY, caller, key)
            .setParameter("fingerprint", key.fingerprint())
            .setParameter("json", key.json())
            .setParameter("batch", batch)
            .executeUpdate();
    return taken == 1 ? Optional.empty() : Optional.of(earlier(caller, key));
  }

  private Batch earlier(Caller caller, Key key) {
    Object[] row =
        (Object[])
            query(FIND_KEY, caller, key)
                .setParameter("fingerprint", key.fingerprint())
                .setParameter("json", key.json())
                .getSingleResult();
    if (!Boolean.TRUE.equals(row[1])) {
      throw new ProblemException(
          ProblemType.KEY_REUSED,
          "another request was sent with this key; use a new key, or send the same JSON again");
    }
    return find(caller, (UUID) row[0])
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.JOB_DELETED, "the batch with this key has been erased"));
  }

  private Query query(String sql, Caller caller, Key key) {
    return getEntityManager()
        .createNativeQuery(sql)
        .setParameter("tenant", caller.tenant())
        .setParameter("key", key.value());
  }

  Optional<Batch> find(Caller caller, UUID id) {
    return find("id = ?1 and tenant = ?2", id, caller.tenant()).firstResultOptional();
  }

  /** Up to {@code most} batches before one, the newest first. */
  List<Batch> list(Caller caller, Optional<UUID> before, int most) {
    return find(
            "tenant = ?1 and id < ?2",
            Sort.by("id").descending(),
            caller.tenant(),
            before.orElse(LAST))
        .page(Page.ofSize(most))
        .list();
  }
}
