package dev.errand.api.batch;

import dev.errand.tenant.Caller;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
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
