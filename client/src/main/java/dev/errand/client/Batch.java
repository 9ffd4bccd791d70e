package dev.errand.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A batch of calls as OpenAI's API shows it.
 *
 * @param model empty if its lines have several
 * @param errors what is wrong with its lines, if it has failed
 * @param status such as {@code in_progress}; docs/reference/openai.md lists them
 * @param outputFileId the file with the lines that succeeded
 * @param errorFileId the file with all other lines
 * @param usage the tokens of the lines that succeeded, at its end
 */
public record Batch(
    String id,
    String object,
    String endpoint,
    Optional<String> model,
    Optional<Errors> errors,
    String inputFileId,
    String completionWindow,
    String status,
    Optional<String> outputFileId,
    Optional<String> errorFileId,
    Instant createdAt,
    Optional<Instant> inProgressAt,
    Instant expiresAt,
    Optional<Instant> finalizingAt,
    Optional<Instant> completedAt,
    Optional<Instant> failedAt,
    Optional<Instant> expiredAt,
    Optional<Instant> cancellingAt,
    Optional<Instant> cancelledAt,
    RequestCounts requestCounts,
    Optional<JsonNode> usage,
    Map<String, String> metadata,
    int priority) {

  private static final Set<String> FINAL = Set.of("completed", "failed", "expired", "cancelled");

  public Batch {
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    // Jackson reads a missing field as JSON's null.
    usage = usage.filter(json -> !json.isNull());
  }

  /** Whether this status of a batch is final. */
  public static boolean isFinal(String status) {
    return FINAL.contains(status);
  }

  /** How many lines there are, and have ended; all 0 until the lines are validated. */
  public record RequestCounts(int total, int completed, int failed) {}

  /** What is wrong with the lines of a batch. */
  public record Errors(String object, List<LineError> data) {

    public Errors {
      data = List.copyOf(data);
    }
  }

  /**
   * An error in a batch's input file.
   *
   * @param param the path of the member that is wrong
   * @param line from 1; empty if it is the whole file that is wrong
   */
  public record LineError(String code, String message, Optional<String> param, OptionalInt line) {}
}
