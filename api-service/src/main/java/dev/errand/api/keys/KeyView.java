package dev.errand.api.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key as clients see it. Its secret is there once only: when it was made. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Key",
    description = "An API key.",
    requiredProperties = {"id", "tenant", "name", "roles", "created_at", "created_by"})
public record KeyView(
    @Schema(
            description = "The id of the key, a part of it that is no secret.",
            examples = "4fZk0QpLm2Xy")
        String id,
    @Schema(description = "The tenant whose jobs the key is for.", examples = "acme") String tenant,
    @Schema(description = "What it is called.", examples = "shop backend") String name,
    @Schema(description = "What it permits: submit, read, content, manage, admin.")
        List<String> roles,
    @Schema(
            nullable = true,
            description =
                "The whole key, in the response that made it only: Errand keeps no copy. Null"
                    + " otherwise.",
            examples = "errand_4fZk0QpLm2Xy_…")
        @Nullable String key,
    @Schema(description = "When it was created.") Instant createdAt,
    @Schema(description = "Who created it.", examples = "key:bootstrap") String createdBy,
    @Schema(nullable = true, description = "When it expires; null for never.")
        @Nullable Instant expiresAt,
    @Schema(nullable = true, description = "When it was revoked; null if it was not.")
        @Nullable Instant revokedAt,
    @Schema(
            nullable = true,
            description = "When it was last used, to the minute or so; null for never.")
        @Nullable Instant lastUsedAt,
    @Schema(
            nullable = true,
            description = "Until when the key from before the last rotation is valid.")
        @Nullable Instant oldKeyUntil,
    @Schema(nullable = true, description = "Globs of models that its jobs may name; null for all.")
        @Nullable List<String> models,
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
        @Nullable Integer callsRunning) {

  /** A key, with its secret if it was just made. */
  static KeyView of(ApiKey key, @Nullable String secret, Instant now) {
    boolean oldIsValid = key.oldUntil != null && key.oldUntil.isAfter(now);
    return new KeyView(
        key.id,
        key.tenant,
        key.name,
        List.copyOf(key.roles),
        secret,
        key.createdAt,
        key.createdBy,
        key.expiresAt,
        key.revokedAt,
        key.lastUsedAt,
        oldIsValid ? key.oldUntil : null,
        key.models,
        key.highestPriority == null ? null : Integer.valueOf(key.highestPriority),
        key.perSecond,
        key.queued,
        key.running);
  }
}
