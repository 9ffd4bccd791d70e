package dev.errand.api.admin;

import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the audit log. */
@ApplicationScoped
public class AuditLog {

  private final AdminDatabase database;
  private final AuditEntries entries;

  @Inject
  AuditLog(AdminDatabase database, AuditEntries entries) {
    this.database = database;
    this.entries = entries;
  }

  /**
   * Up to {@code most} entries, newest first: of the caller's tenant or, for an admin, of the given
   * one or of all.
   */
  public List<AuditView> list(
      Caller caller, Optional<String> tenant, Optional<UUID> after, int most) {
    Optional<String> only = caller.may(Right.ADMIN) ? tenant : Optional.of(caller.tenant());
    return database.transaction(
        () -> entries.list(only, after, most).stream().map(AuditView::of).toList());
  }
}
