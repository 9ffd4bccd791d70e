package dev.errand.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.waiting.Waiting;
import dev.errand.job.Endpoint;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it: one flat JSON object, declared in groups.
 *
 * <p>Fields that every job has are always present, and null until they have a value. Fields that
 * only some jobs have are omitted if they do not apply: {@code batch}, {@code request}, {@code
 * position}, {@code waiting}, {@code attempts}, {@code finish_reason}, {@code usage}, {@code
 * result}, {@code output_text} and {@code error}.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Job",
    description = "One submitted LLM call and its state.",
    requiredProperties = {
      "id",
      "state",
      "endpoint",
      "model",
      "metadata",
      "lane",
      "priority",
      "run_at",
      "deadline",
      "max_attempts",
      "timeout_seconds",
      "on_lost",
      "created_at",
      "started_at",
      "ended_at",
      "life",
      "attempts_spent"
    })
public record JobView(
    @Schema(
            description = "A UUID of version 7: later jobs have greater ids.",
            examples = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
        UUID id,
    @Schema(
            description =
                "The job's state. succeeded, failed, cancelled and expired are final: only a retry"
                    + " starts a new life.",
            enumeration = {
              "scheduled",
              "queued",
              "running",
              "succeeded",
              "failed",
              "cancelled",
              "expired"
            },
            examples = "running",
            implementation = String.class)
        JobState state,
    @JsonUnwrapped Call call,
    @JsonUnwrapped Plan plan,
    @JsonUnwrapped Course course,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "The latest 100 finished attempts of all lives, oldest first, then the current one."
                    + " Not shown in lists.")
        @Nullable List<AttemptView> attempts,
    @JsonUnwrapped Ending ending) {

  /** The call. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Call(
      @Schema(
              description = "The provider's endpoint.",
              enumeration = {
                "/v1/chat/completions",
                "/v1/responses",
                "/v1/embeddings",
                "/v1/completions"
              },
              examples = "/v1/chat/completions",
              implementation = String.class)
          Endpoint endpoint,
      @Schema(description = "The model named in the request.", examples = "gpt-5-mini")
          String model,
      @Schema(
              description = "The client's own key-value pairs; empty if there are none.",
              examples = "{\"customer\": \"acme\"}")
          Map<String, String> metadata,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description = "The batch whose line it is; omitted if it is none.",
              examples = "batch_019a3c5e7d107a529d3e0f6a4c1b2d3e")
          @Nullable String batch,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @JsonRawValue
          @Schema(
              type = SchemaType.OBJECT,
              description =
                  "The provider's request as it was submitted. Only in lists, with"
                      + " include=request.")
          @Nullable String request) {}

  /** When and how to run the job. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Plan(
      @Schema(description = "The lane that takes the model.", examples = "default") String lane,
      @Schema(
              description = "Jobs with a higher priority run first within the lane.",
              minimum = "-100",
              maximum = "100",
              examples = "0")
          int priority,
      @Schema(
              description =
                  "When the job may run, or has been runnable since; updated by each retry.",
              examples = "2026-01-05T09:30:00.123456Z")
          Instant runAt,
      @Schema(
              nullable = true,
              description = "The job expires if it has not started by then; null for never.",
              examples = "2026-01-05T10:00:00Z")
          @Nullable Instant deadline,
      @Schema(description = "Maximum number of attempts in one life.", examples = "5")
          int maxAttempts,
      @Schema(
              nullable = true,
              description = "Time limit of one attempt; null for the worker's default.",
              examples = "120")
          @Nullable Integer timeoutSeconds,
      @Schema(
              description =
                  "What to do with the job when its worker stops responding during an attempt:"
                      + " retry or fail.",
              enumeration = {"retry", "fail"},
              examples = "retry",
              implementation = String.class)
          OnLost onLost) {}

  /** The job's progress. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Course(
      @Schema(description = "When the job was accepted.", examples = "2026-01-05T09:30:00.123456Z")
          Instant createdAt,
      @Schema(
              nullable = true,
              description = "When the latest attempt began; null before the first.",
              examples = "2026-01-05T09:30:00.654321Z")
          @Nullable Instant startedAt,
      @Schema(
              nullable = true,
              description = "When the job reached its final state; null before that.",
              examples = "2026-01-05T09:30:02.654321Z")
          @Nullable Instant endedAt,
      @Schema(description = "1 at first, incremented by each retry by hand.", examples = "1")
          int life,
      @Schema(
              description = "Attempts of this life that count against max_attempts.",
              examples = "0")
          int attemptsSpent,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "How often calls of this life were throttled: because of a limit, a loading model"
                      + " or an account error. Omitted if that never happened.",
              minimum = "1",
              examples = "2")
          @Nullable Integer throttles,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Since when every call has been throttled; after some time, throttles spend"
                      + " attempts. Omitted unless the last attempt was throttled.",
              examples = "2026-01-05T09:30:00.654321Z")
          @Nullable Instant throttledSince,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Why the provider stopped generating, in its own word, such as stop, length or"
                      + " content_filter; for an incomplete response, the reason. Only for"
                      + " succeeded jobs, and only if the provider sent one. Also shown in lists.",
              examples = "stop")
          @Nullable String finishReason,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Only while queued, and not in lists: 1 for the next job of its lane to run. An"
                      + " estimate: later jobs with a higher priority overtake it. 1000 means 1000"
                      + " or more.",
              minimum = "1",
              maximum = "1000",
              examples = "3")
          @Nullable Integer position,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(description = "Why it has not started; not in the answer to its submission.")
          @Nullable Waiting waiting) {}

  /** The job's result; in lists, only the error and what was asked for. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Ending(
      @Schema(description = "Tokens of the successful attempt, if the provider reported them.")
          @Nullable UsageView usage,
      @JsonRawValue
          @Schema(
              type = SchemaType.OBJECT,
              description =
                  "The provider's answer, byte for byte if it is valid JSON in UTF-8. Only for"
                      + " succeeded jobs.")
          @Nullable String result,
      @Schema(
              description = "The answer's text, if it has any. Embeddings have none.",
              examples = "The capital of France is Paris.")
          @Nullable String outputText,
      @Schema(
              description =
                  "Why the job has no answer; only for failed, cancelled and expired jobs.")
          @Nullable ErrorView error) {

    /** Nothing yet. */
    static final Ending NONE = new Ending(null, null, null, null);
  }
}
