package dev.errand.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.operation.Operation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An operation as clients see it. All fields are always present. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Operation",
    description = "A move of all jobs that matched a filter when it was created.",
    requiredProperties = {
      "id",
      "action",
      "priority",
      "filter",
      "reason",
      "created_by",
      "created_at",
      "state",
      "jobs",
      "expected",
      "done",
      "ended_at"
    })
public record OperationView(
    @Schema(description = "Its id.", examples = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e") UUID id,
    @Schema(
            description = "What it does with its jobs.",
            enumeration = {"retry", "cancel", "delete", "reprioritise"},
            examples = "retry")
        String action,
    @Schema(nullable = true, description = "What its jobs get; null unless it reprioritises.")
        @Nullable Integer priority,
    @Schema(
            description = "The filter, with an array of strings for each parameter.",
            examples = "{\"state\": [\"failed\"], \"lane\": [\"gpt\"]}")
        Map<String, List<String>> filter,
    @Schema(description = "Why, in the words of who created it.", examples = "the key was wrong")
        String reason,
    @Schema(description = "Who created it, as in the audit log.", examples = "key:bootstrap")
        String createdBy,
    @Schema(
            description =
                "The moment to which its set of jobs belongs: whatever ended, was submitted or was"
                    + " retried later is left alone.",
            examples = "2026-01-05T09:30:00.123456Z")
        Instant createdAt,
    @Schema(
            description = "Whether it is under way.",
            enumeration = {"running", "completed", "stopped"},
            examples = "running")
        String state,
    @Schema(description = "How many jobs matched when it was created.", examples = "312") int jobs,
    @Schema(description = "How many were expected.", examples = "310") int expected,
    @Schema(
            description =
                "How many jobs it has moved. In the end that may be fewer than jobs: those that"
                    + " somebody else moved before are left alone.",
            examples = "200")
        int done,
    @Schema(nullable = true, description = "When it was completed or stopped; null before.")
        @Nullable Instant endedAt) {

  public static OperationView of(Operation operation) {
    return new OperationView(
        operation.id(),
        operation.action().text(),
        operation.priority().orElse(null),
        FilterJson.read(operation.filter()),
        operation.reason(),
        operation.who(),
        operation.createdAt(),
        operation.state().text(),
        operation.jobs(),
        operation.expected(),
        operation.done(),
        operation.endedAt().orElse(null));
  }
}
