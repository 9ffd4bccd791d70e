package dev.errand.api.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The audit log: entries are added in the transaction of what they record. */
@ApplicationScoped
public class Audit {

  private final AuditEntries entries;

  @Inject
  Audit(AuditEntries entries) {
    this.entries = entries;
  }

  /**
   * Adds an entry to the transaction under way.
   *
   * @param what was done, such as {@code lane.pause}
   * @param which thing it was done to
   * @param details whatever else is worth knowing
   */
  public void record(
      Instant at, Author author, String what, String which, Map<String, String> details) {
    AuditEntry entry = new AuditEntry();
    entry.id = UUID.randomUUID();
    entry.at = at;
    entry.tenant = author.caller().tenant();
    entry.who = author.name();
    entry.what = what;
    entry.which = which;
    entry.origin = author.origin();
    entry.details = details;
    entries.persist(entry);
  }
}
