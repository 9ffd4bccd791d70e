package dev.errand.api.waiting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a job has not started, as clients see it. All fields are always present. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Waiting",
    description = "Why the job has not started, as of a second ago.",
    requiredProperties = {"reason", "until", "detail", "position", "expected_start"})
public record Waiting(
    @Schema(
            description =
                "scheduled: its time has not come; backoff: it waits for its next attempt;"
                    + " no_such_lane: its lane is not configured; lane_paused: somebody paused its"
                    + " lane; lane_paused_by_provider: the provider closed its lane or its model;"
                    + " no_worker: no worker of its lane's pool responds; lane_held_back: all"
                    + " workers found its provider broken; quota: its tenant or key has as many"
                    + " calls running as it may; lane_full: all slots of its lane's workers are"
                    + " taken; turn: others are before it.",
            enumeration = {
              "scheduled",
              "backoff",
              "no_such_lane",
              "lane_paused",
              "lane_paused_by_provider",
              "no_worker",
              "lane_held_back",
              "quota",
              "lane_full",
              "turn"
            },
            examples = "turn")
        String reason,
    @Schema(
            nullable = true,
            description = "When the reason is over; null if that is not known.",
            examples = "2026-01-05T09:30:00Z")
        @Nullable Instant until,
    @Schema(
            description = "For people.",
            examples = "the provider closed the model gpt-5-mini: rate")
        String detail,
    @Schema(
            nullable = true,
            description =
                "1 for the next job of its lane to run, at most 1000, which means 1000 or more;"
                    + " null unless it is queued, and in lists.",
            minimum = "1",
            maximum = "1000",
            examples = "3")
        @Nullable Integer position,
    @Schema(
            nullable = true,
            description =
                "When it is expected to start: an estimate from its position and from how long the"
                    + " lane's running jobs have been running. null if that says nothing.",
            examples = "2026-01-05T09:30:00Z")
        @Nullable Instant expectedStart) {}
