package dev.errand.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.job.Attempt;
import dev.errand.job.Job;
import dev.errand.store.read.JobSummary.LastError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a job or an attempt has no answer, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@Schema(
    name = "Error",
    description = "Why there is no answer.",
    requiredProperties = {"type", "message"})
public record ErrorView(
    @Schema(
            description =
                "The type of error: provider_error, rate_limited, quota_exceeded, invalid_answer,"
                    + " answer_too_large, unreachable, connection, timeout, lost, configuration;"
                    + " for a job also cancelled and expired.",
            examples = "provider_error")
        String type,
    @Schema(description = "For humans.", examples = "The model `gpt-0` does not exist.")
        @Nullable String message,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description = "For a job: the provider's HTTP status, if there was one.",
            examples = "404")
        @Nullable Integer httpStatus) {

  /** What went wrong in an attempt; null if nothing did. */
  static @Nullable ErrorView of(Attempt attempt) {
    return attempt.errorType() == null
        ? null
        : new ErrorView(attempt.errorType(), attempt.errorMessage(), null);
  }

  /** The error with which a job failed. */
  static ErrorView of(LastError error) {
    return new ErrorView(error.type(), error.message(), error.httpStatus());
  }

  static ErrorView cancelled() {
    return new ErrorView("cancelled", "the job was cancelled; a retry runs it again", null);
  }

  static ErrorView expired(Job job) {
    String message =
        "the job had not started by its deadline, %s; a retry runs it without a deadline"
            .formatted(job.deadline());
    return new ErrorView("expired", message, null);
  }
}
