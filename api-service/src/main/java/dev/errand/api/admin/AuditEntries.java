package dev.errand.api.admin;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of the audit log; nobody but {@link Audit} adds any. */
@ApplicationScoped
class AuditEntries implements PanacheRepositoryBase<AuditEntry, UUID> {

  /**
   * Up to {@code most} entries, newest first, of the callers of a tenant or of all.
   *
   * @param after only entries that come after this one; if it is gone, none
   */
  List<AuditEntry> list(Optional<String> tenant, Optional<UUID> after, int most) {
    Parameters values = new Parameters();
    tenant.ifPresent(name -> values.and("tenant", name));
    after.ifPresent(id -> values.and("after", id));
    String conditions =
        Stream.of(
                tenant.map(_ -> "e.tenant = :tenant"),
                after.map(
                    _ ->
                        "(e.at, e.id) < (select a.at, a.id from AuditEntry a where a.id = :after)"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" and "));
    String query = "from AuditEntry e" + (conditions.isEmpty() ? "" : " where " + conditions);
    return find(query + " order by e.at desc, e.id desc", values).page(Page.ofSize(most)).list();
  }
}
