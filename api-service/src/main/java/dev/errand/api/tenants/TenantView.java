package dev.errand.api.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tenant as admins see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Tenant",
    description = "A tenant: its jobs, keys and metadata are seen by nobody else.",
    requiredProperties = {"name", "created_at", "suspended", "deleting", "weight"})
record TenantView(
    @Schema(description = "Its name, which never changes.", examples = "acme") String name,
    @Schema(description = "When it was created.") Instant createdAt,
    @Schema(description = "Whether its keys let nobody in. Its jobs run on.") boolean suspended,
    @Schema(description = "Whether it is being deleted, with all that is its own.")
        boolean deleting,
    @Schema(description = "Its share where tenants compete, 1 to 1,000.", examples = "1")
        int weight,
    @Schema(nullable = true, description = "The highest priority of its jobs; null for any.")
        @Nullable Integer highestPriority,
    @Schema(
            nullable = true,
            description = "Maximum requests per second in each replica; null for no limit.")
        @Nullable Integer requestsPerSecond,
    @Schema(
            nullable = true,
            description = "Maximum waiting jobs, queued or scheduled; null for no limit.")
        @Nullable Integer jobsQueued,
    @Schema(nullable = true, description = "Maximum running calls; null for no limit.")
        @Nullable Integer callsRunning,
    @Schema(
            nullable = true,
            description =
                "How long its finished jobs are kept, in seconds; null for the service's retention,"
                    + " which is the maximum.",
            examples = "86400")
        @Nullable Integer retentionSeconds,
    @Schema(nullable = true, description = "Budget of a day in US dollars. " + NOT_ENFORCED)
        @Nullable BigDecimal usdPerDay,
    @Schema(nullable = true, description = "Budget of a month in US dollars. " + NOT_ENFORCED)
        @Nullable BigDecimal usdPerMonth,
    @Schema(nullable = true, description = "Budget of a day in tokens. " + NOT_ENFORCED)
        @Nullable Long tokensPerDay,
    @Schema(nullable = true, description = "Budget of a month in tokens. " + NOT_ENFORCED)
        @Nullable Long tokensPerMonth) {

  private static final String NOT_ENFORCED = "Kept for quotas; not enforced yet. Null for none.";

  static TenantView of(Tenant tenant) {
    return new TenantView(
        tenant.name,
        tenant.createdAt,
        tenant.suspendedAt != null,
        tenant.deletedAt != null,
        tenant.weight,
        tenant.highestPriority == null ? null : Integer.valueOf(tenant.highestPriority),
        tenant.perSecond,
        tenant.queued,
        tenant.running,
        tenant.retentionSeconds,
        tenant.usdPerDay,
        tenant.usdPerMonth,
        tenant.tokensPerDay,
        tenant.tokensPerMonth);
  }
}
