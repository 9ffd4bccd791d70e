package dev.errand.api.admin;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An entry of the audit log as clients see it. */
@RegisterForReflection
@Schema(
    name = "AuditEntry",
    description = "Who did what to which thing, when and from where.",
    requiredProperties = {"id", "at", "tenant", "who", "what", "which", "origin", "details"})
public record AuditView(
    @Schema(description = "The id of the entry.") UUID id,
    @Schema(description = "When it was done.") Instant at,
    @Schema(description = "The tenant of who did it.", examples = "default") String tenant,
    @Schema(description = "Who did it: a key's id or a person.", examples = "key:bootstrap")
        String who,
    @Schema(description = "What was done.", examples = "key.create") String what,
    @Schema(description = "To which thing.", examples = "4fZk0QpLm2Xy") String which,
    @Schema(description = "The address that the request came from.", examples = "10.1.2.3")
        String origin,
    @Schema(description = "Whatever else is worth knowing.") Map<String, String> details) {

  static AuditView of(AuditEntry entry) {
    return new AuditView(
        entry.id,
        entry.at,
        entry.tenant,
        entry.who,
        entry.what,
        entry.which,
        entry.origin,
        Map.copyOf(entry.details));
  }
}
