package dev.errand.api.console.audit;

import dev.errand.api.admin.AuditView;
import dev.errand.api.console.page.Moment;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An entry of the audit log. */
public record AuditRow(
    Moment at,
    String tenant,
    String who,
    String what,
    String which,
    String origin,
    String details) {

  static AuditRow of(AuditView entry) {
    return new AuditRow(
        Moment.of(entry.at()),
        entry.tenant(),
        entry.who(),
        entry.what(),
        entry.which(),
        entry.origin(),
        new TreeMap<>(entry.details())
            .entrySet().stream()
                .map(detail -> detail.getKey() + ": " + detail.getValue())
                .collect(Collectors.joining(", ")));
  }
}
