package dev.errand.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.submit.Submission;
import dev.errand.store.Acceptance;
import dev.errand.store.NewJob;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A job as clients see it: one flat JSON object, written down in groups.
 *
 * <p>One rule for what is missing: the fields that every job has are always there, null where they
 * have no value yet. What only some jobs have is left out where there is none: {@code position},
 * {@code attempts}, {@code finish_reason}, {@code usage}, {@code result}, {@code output_text} and
 * {@code error}.
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Job",
    description = "One LLM call that somebody asked for, and where it stands.",
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
record JobView(
    @Schema(
            description = "A UUID of version 7: later jobs have greater ids.",
            examples = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
        UUID id,
    @Schema(
            description =
                "Where the job stands. succeeded, failed, cancelled and expired are final: only a"
                    + " retry gives the job a fresh life.",
            enumeration = {
              "scheduled",
              "queued",
              "running",
              "succeeded",
              "failed",
              "cancelled",
              "expired"
            },
            examples = "running")
        String state,
    @JsonUnwrapped Call call,
    @JsonUnwrapped Plan plan,
    @JsonUnwrapped Course course,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description =
                "The latest 100 ended attempts of all lives, oldest first, then the one under way."
                    + " Not shown in lists.")
        List<AttemptView> attempts,
    @JsonUnwrapped Ending ending) {

  /** What is asked of the provider. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Call(
      @Schema(
              description = "The provider's operation.",
              enumeration = {
                "/v1/chat/completions",
                "/v1/responses",
                "/v1/embeddings",
                "/v1/completions"
              },
              examples = "/v1/chat/completions")
          String endpoint,
      @Schema(description = "The model, as the request names it.", examples = "gpt-5-mini")
          String model,
      @Schema(
              description = "The client's own pairs; empty where there are none.",
              examples = "{\"customer\": \"acme\"}")
          Map<String, String> metadata) {}

  /** When and how the job is to run. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Plan(
      @Schema(description = "The lane that takes the model.", examples = "default") String lane,
      @Schema(
              description = "Higher runs first within the lane.",
              minimum = "-100",
              maximum = "100",
              examples = "0")
          int priority,
      @Schema(
              description = "When the job may run, or could since; moves on with each retry.",
              examples = "2026-01-05T09:30:00.123456Z")
          Instant runAt,
      @Schema(
              nullable = true,
              description = "The job expires if it has not started by then; null for never.",
              examples = "2026-01-05T10:00:00Z")
          Instant deadline,
      @Schema(description = "The attempts that one life has.", examples = "5") int maxAttempts,
      @Schema(
              nullable = true,
              description = "The time of one attempt; null for the worker's default.",
              examples = "120")
          Integer timeoutSeconds,
      @Schema(
              description =
                  "What becomes of the job when a worker goes silent in the middle of an attempt:"
                      + " retry, or fail.",
              enumeration = {"retry", "fail"},
              examples = "retry")
          String onLost) {}

  /** How far the job has come. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Course(
      @Schema(description = "When the job was accepted.", examples = "2026-01-05T09:30:00.123456Z")
          Instant createdAt,
      @Schema(
              nullable = true,
              description = "When the latest attempt began; null before the first.",
              examples = "2026-01-05T09:30:00.654321Z")
          Instant startedAt,
      @Schema(
              nullable = true,
              description = "When the job reached its final state; null before.",
              examples = "2026-01-05T09:30:02.654321Z")
          Instant endedAt,
      @Schema(description = "1 at first, one more for each retry by hand.", examples = "1")
          int life,
      @Schema(
              description = "The attempts of this life that count against max_attempts.",
              examples = "0")
          int attemptsSpent,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "How often the provider turned this life's calls away: for a limit, a model that"
                      + " is loading, or an account that takes no calls. Only of jobs to which that"
                      + " has happened.",
              minimum = "1",
              examples = "2")
          Integer throttles,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Since when every call was turned away; after a time, that spends attempts. Only"
                      + " where the last attempt was.",
              examples = "2026-01-05T09:30:00.654321Z")
          Instant throttledSince,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Why the provider stopped writing, in its own word, such as stop, length or"
                      + " content_filter; of a response that is incomplete, the reason. Only of"
                      + " succeeded jobs, and only if the provider gave one. Shown in lists too.",
              examples = "stop")
          String finishReason,
      @JsonInclude(JsonInclude.Include.NON_NULL)
          @Schema(
              description =
                  "Only while queued, and not in lists: 1 for the next of its lane to run. An"
                      + " estimate: later jobs of higher priority pass it. 1000 stands for 1000"
                      + " or more.",
              minimum = "1",
              maximum = "1000",
              examples = "3")
          Integer position) {}

  /** What came of the job; not shown in lists. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Ending(
      @Schema(description = "The tokens of the attempt that succeeded, if the provider said.")
          UsageView usage,
      @JsonRawValue
          @Schema(
              type = SchemaType.OBJECT,
              description =
                  "The provider's answer, byte for byte if it is valid JSON in UTF-8. Only of"
                      + " succeeded jobs.")
          String result,
      @Schema(
              description = "The answer's text, if it has any. Embeddings have none.",
              examples = "The capital of France is Paris.")
          String outputText,
      @Schema(
              description =
                  "Why the job has no answer: only of failed, cancelled and expired ones.")
          ErrorView error) {

    /** Nothing yet. */
    static final Ending NONE = new Ending(null, null, null, null);
  }

  /** The job that was just accepted. */
  static JobView accepted(Submission submission, Acceptance.Accepted accepted) {
    Submission.Call call = submission.call();
    NewJob.Plan plan = submission.plan();
    return new JobView(
        accepted.id(),
        accepted.state().text(),
        new Call(call.endpoint().path(), call.model(), submission.metadata()),
        new Plan(
            call.lane(),
            plan.priority(),
            accepted.runAt(),
            plan.deadline(),
            plan.maxAttempts(),
            plan.timeoutSeconds(),
            plan.onLost().text()),
        new Course(accepted.createdAt(), null, null, 1, 0, null, null, null, null),
        List.of(),
        Ending.NONE);
  }
}
