package dev.errand.api.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.job.Usage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one attempt, as clients see them; each is null if the provider did not report it.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "Usage",
    description = "Tokens as counted by the provider; null where it did not count them.",
    requiredProperties = {"input_tokens", "output_tokens", "total_tokens"})
public record UsageView(
    @Schema(nullable = true, description = "Tokens of the request.", examples = "12")
        @Nullable Long inputTokens,
    @Schema(nullable = true, description = "Tokens of the answer.", examples = "34")
        @Nullable Long outputTokens,
    @Schema(
            nullable = true,
            description = "The total, as counted by the provider.",
            examples = "46")
        @Nullable Long totalTokens) {

  /** The tokens of an attempt; null if the provider reported none. */
  static @Nullable UsageView of(Usage usage) {
    return usage.equals(Usage.UNKNOWN)
        ? null
        : new UsageView(usage.inputTokens(), usage.outputTokens(), usage.totalTokens());
  }
}
