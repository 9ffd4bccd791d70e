package dev.errand.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.batch.BatchEnds.Counts;
import dev.errand.store.batch.BatchId;
import dev.errand.store.batch.BatchStatus;
import dev.errand.store.files.FileId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A batch as OpenAI's clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "OpenAIBatch",
    description = "A batch. Times are in Unix seconds, and null until they come.",
    requiredProperties = {
      "id",
      "object",
      "endpoint",
      "model",
      "errors",
      "input_file_id",
      "completion_window",
      "status",
      "output_file_id",
      "error_file_id",
      "created_at",
      "in_progress_at",
      "expires_at",
      "finalizing_at",
      "completed_at",
      "failed_at",
      "expired_at",
      "cancelling_at",
      "cancelled_at",
      "request_counts",
      "usage",
      "metadata",
      "priority"
    })
public record BatchView(
    @Schema(description = "Its id.", examples = "batch_019a3c5e7d107a529d3e0f6a4c1b2d3e") String id,
    @Schema(description = "Always batch.", examples = "batch") String object,
    @Schema(description = "What its lines call.", examples = "/v1/chat/completions")
        String endpoint,
    @Schema(nullable = true, description = "The model of all lines; null if they have several.")
        @Nullable String model,
    @Schema(nullable = true, description = "What is wrong with its lines.") @Nullable Errors errors,
    @Schema(description = "The file with its lines.") String inputFileId,
    @Schema(description = "Until when it may take, counted from its creation.", examples = "24h")
        String completionWindow,
    @Schema(
            description =
                "validating, failed, in_progress, finalizing, completed, expired, cancelling or"
                    + " cancelled.",
            examples = "in_progress")
        String status,
    @Schema(nullable = true, description = "The file with the lines that succeeded.")
        @Nullable String outputFileId,
    @Schema(nullable = true, description = "The file with all other lines.")
        @Nullable String errorFileId,
    long createdAt,
    @Schema(nullable = true) @Nullable Long inProgressAt,
    long expiresAt,
    @Schema(nullable = true) @Nullable Long finalizingAt,
    @Schema(nullable = true) @Nullable Long completedAt,
    @Schema(nullable = true) @Nullable Long failedAt,
    @Schema(nullable = true) @Nullable Long expiredAt,
    @Schema(nullable = true) @Nullable Long cancellingAt,
    @Schema(nullable = true) @Nullable Long cancelledAt,
    @Schema(description = "Its lines.") RequestCounts requestCounts,
    @Schema(nullable = true, description = "The tokens of the lines that succeeded, at its end.")
        @Nullable TokenUsage usage,
    @Schema(nullable = true, description = "The client's own pairs.")
        @Nullable Map<String, String> metadata,
    @Schema(description = "The priority of its jobs; not in OpenAI's API.", examples = "-10")
        int priority) {

  /** What is wrong with the lines of a batch. */
  @RegisterForReflection
  @Schema(name = "OpenAIBatchErrors", description = "What is wrong with the lines of a batch.")
  public record Errors(
      @Schema(description = "Always list.") String object,
      @Schema(description = "The errors.") List<LineError> data) {}

  /** How many lines there are, and have ended. */
  @RegisterForReflection
  @Schema(name = "OpenAIBatchCounts", description = "All 0 until the lines are validated.")
  public record RequestCounts(
      @Schema(description = "All lines.") int total,
      @Schema(description = "Those that succeeded.") int completed,
      @Schema(description = "Those that ended otherwise.") int failed) {}

  /** The tokens of the lines that succeeded, as their providers counted them. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(name = "OpenAIBatchUsage", description = "Tokens, as the providers counted them.")
  public record TokenUsage(
      long inputTokens,
      InputDetails inputTokensDetails,
      long outputTokens,
      OutputDetails outputTokensDetails,
      long totalTokens) {}

  /** Input tokens of a kind. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(name = "OpenAIBatchInputDetails", description = "Input tokens of a kind.")
  public record InputDetails(long cachedTokens) {}

  /** Output tokens of a kind. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(name = "OpenAIBatchOutputDetails", description = "Output tokens of a kind.")
  public record OutputDetails(long reasoningTokens) {}

  /** A page of batches. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "OpenAIBatches",
      description = "A page of batches, the newest first.",
      requiredProperties = {"object", "data", "first_id", "last_id", "has_more"})
  record Page(
      @Schema(description = "Always list.", examples = "list") String object,
      @Schema(description = "The batches.") List<BatchView> data,
      @Schema(nullable = true, description = "The id of the first one; null if there is none.")
          @Nullable String firstId,
      @Schema(
              nullable = true,
              description = "The id of the last one, the next page's after; null if there is none.")
          @Nullable String lastId,
      @Schema(description = "Whether there are more.") boolean hasMore) {

    static Page of(List<BatchView> batches, boolean more) {
      return new Page(
          "list",
          batches,
          batches.isEmpty() ? null : batches.getFirst().id(),
          batches.isEmpty() ? null : batches.getLast().id(),
          more);
    }
  }

  /**
   * The view of a batch.
   *
   * @param counts of its lines that have ended
   */
  static BatchView of(Batch batch, Counts counts) {
    BatchStatus status = BatchStatus.of(batch.status);
    return new BatchView(
        BatchId.text(batch.id),
        "batch",
        batch.endpoint,
        batch.model,
        batch.errors == null ? null : new Errors("list", batch.errors),
        FileId.text(batch.inputFile),
        batch.completionWindow,
        batch.status,
        file(batch.outputFile),
        file(batch.errorFile),
        batch.createdAt.getEpochSecond(),
        seconds(batch.inProgressAt),
        batch.expiresAt.getEpochSecond(),
        seconds(batch.finalizingAt),
        end(batch, status, BatchStatus.COMPLETED),
        end(batch, status, BatchStatus.FAILED),
        end(batch, status, BatchStatus.EXPIRED),
        seconds(batch.cancellingAt),
        end(batch, status, BatchStatus.CANCELLED),
        new RequestCounts(
            batch.total == null ? 0 : batch.total, counts.succeeded(), counts.failed()),
        usage(batch),
        batch.metadata,
        batch.priority);
  }

  private static @Nullable TokenUsage usage(Batch batch) {
    if (batch.inputTokens == null
        || batch.cachedTokens == null
        || batch.outputTokens == null
        || batch.reasoningTokens == null) {
      return null;
    }
    return new TokenUsage(
        batch.inputTokens,
        new InputDetails(batch.cachedTokens),
        batch.outputTokens,
        new OutputDetails(batch.reasoningTokens),
        batch.inputTokens + batch.outputTokens);
  }

  private static @Nullable Long end(Batch batch, BatchStatus status, BatchStatus wanted) {
    return status == wanted ? seconds(batch.endedAt) : null;
  }

  private static @Nullable Long seconds(@Nullable Instant time) {
    return time == null ? null : time.getEpochSecond();
  }

  private static @Nullable String file(@Nullable UUID id) {
    return id == null ? null : FileId.text(id);
  }
}
