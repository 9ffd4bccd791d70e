package dev.errand.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.job.Attempt;
import dev.errand.job.Job;
import dev.errand.job.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a job, as clients see it. The current one has no {@code ended_at} and no outcome.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "Attempt",
    description = "One attempt at a job, by one worker.",
    requiredProperties = {
      "number",
      "life",
      "worker",
      "started_at",
      "ended_at",
      "duration_ms",
      "outcome"
    })
public record AttemptView(
    @Schema(description = "1 for the first; continues over all lives.", examples = "1") int number,
    @Schema(description = "The life of the job that it belongs to.", examples = "1") int life,
    @Schema(description = "The worker that made it.", examples = "worker-1") String worker,
    @Schema(description = "When it began.", examples = "2026-01-05T09:30:00.654321Z")
        Instant startedAt,
    @Schema(
            nullable = true,
            description = "When it ended; null while it is running.",
            examples = "2026-01-05T09:30:02.654321Z")
        @Nullable Instant endedAt,
    @Schema(
            nullable = true,
            description = "From start to end in milliseconds; null while it is running.",
            examples = "2000")
        @Nullable Long durationMs,
    @Schema(
            nullable = true,
            description =
                "How it ended: succeeded, failed, throttled, timed_out, cancelled, handed_back or"
                    + " lost; null while it is running. lost: its worker stopped responding, and"
                    + " it is unknown whether the provider answered.",
            enumeration = {
              "succeeded",
              "failed",
              "throttled",
              "timed_out",
              "cancelled",
              "handed_back",
              "lost"
            },
            examples = "succeeded",
            implementation = String.class)
        @Nullable Outcome outcome,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description = "The provider's HTTP status; omitted if there was none.",
            examples = "200")
        @Nullable Integer httpStatus,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "What went wrong; omitted if nothing did.")
        @Nullable ErrorView error,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description = "The provider's own id of the call; omitted if it sent none.",
            examples = "req_8c1f")
        @Nullable String providerRequestId,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(description = "Omitted if the provider did not report it.")
        @Nullable UsageView usage,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "What the call cost, in the currency that usage names, at the price of its end;"
                    + " omitted if its model had no price or no tokens were reported.",
            examples = "0.000071")
        @Nullable BigDecimal cost) {

  static AttemptView of(Attempt attempt) {
    return new AttemptView(
        attempt.number(),
        attempt.life(),
        attempt.worker(),
        attempt.startedAt(),
        attempt.endedAt(),
        Duration.between(attempt.startedAt(), attempt.endedAt()).toMillis(),
        attempt.outcome(),
        attempt.httpStatus(),
        ErrorView.of(attempt),
        attempt.providerRequestId(),
        UsageView.of(attempt.usage()),
        attempt.cost());
  }

  /** The attempt of a running job. */
  static AttemptView underWay(Job job) {
    return new AttemptView(
        job.attempt(),
        job.life(),
        Objects.requireNonNull(job.leaseOwner()),
        Objects.requireNonNull(job.startedAt()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
