package dev.errand.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A job as shown by the API. Lists do not contain position and attempts, and request, usage, result
 * and output text only if the query includes them.
 *
 * @param endpoint the provider's endpoint, such as {@code /v1/chat/completions}
 * @param batch the batch whose line it is
 * @param request what was submitted; only in lists
 * @param runAt when it may run, or has been runnable since
 * @param deadline it expires if it has not started by then
 * @param maxAttempts the attempts of one life
 * @param timeoutSeconds the time limit of one attempt; empty for the worker's default
 * @param onLost {@code retry} or {@code fail}
 * @param startedAt when the latest attempt began
 * @param life 1 at first, incremented by each retry by hand
 * @param attemptsSpent the attempts of this life that count against {@code maxAttempts}
 * @param throttles how often calls of this life were throttled
 * @param throttledSince since when every call was throttled
 * @param finishReason why the provider stopped generating, in its own word
 * @param position while queued: 1 for the next of its lane
 * @param waiting why it has not started; empty once it has, and in the answer to its submission
 * @param attempts the latest 100 finished ones, oldest first, then the current one
 * @param result the provider's answer once the job has succeeded
 */
public record Job(
    UUID id,
    State state,
    String endpoint,
    String model,
    Map<String, String> metadata,
    Optional<String> batch,
    Optional<JsonNode> request,
    String lane,
    int priority,
    Instant runAt,
    Optional<Instant> deadline,
    int maxAttempts,
    OptionalInt timeoutSeconds,
    String onLost,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    int life,
    int attemptsSpent,
    int throttles,
    Optional<Instant> throttledSince,
    Optional<String> finishReason,
    OptionalInt position,
    Optional<Waiting> waiting,
    List<Attempt> attempts,
    Optional<Usage> usage,
    Optional<JsonNode> result,
    Optional<String> outputText,
    Optional<Failure> error) {

  public Job {
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
    // Jackson reads a missing field as JSON's null.
    request = request.filter(json -> !json.isNull());
    result = result.filter(json -> !json.isNull());
  }

  /** The state of a job. */
  public enum State {
    SCHEDULED,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED,
    /** A state that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN;

    /** Whether the state is final, so that only a retry leaves it. */
    public boolean isFinal() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
  }

  /**
   * Why a job has not started.
   *
   * @param reason such as {@code turn} or {@code backoff}; docs/reference/api.md lists them
   * @param until when that is over; empty if it is not known
   * @param detail for people
   * @param expectedStart an estimate
   */
  public record Waiting(
      String reason,
      Optional<Instant> until,
      String detail,
      OptionalInt position,
      Optional<Instant> expectedStart) {}

  /**
   * One attempt at a job. The current attempt has no end, no duration and no outcome.
   *
   * @param httpStatus the provider's, if there was one
   * @param providerRequestId the provider's own id of the call
   * @param cost of the call, in the currency that {@link UsageReport} names
   */
  public record Attempt(
      int number,
      int life,
      String worker,
      Instant startedAt,
      Optional<Instant> endedAt,
      OptionalLong durationMs,
      Optional<Outcome> outcome,
      OptionalInt httpStatus,
      Optional<Failure> error,
      Optional<String> providerRequestId,
      Optional<Usage> usage,
      Optional<BigDecimal> cost) {}

  /** How an attempt ended. */
  public enum Outcome {
    SUCCEEDED,
    FAILED,
    THROTTLED,
    TIMED_OUT,
    CANCELLED,
    HANDED_BACK,
    LOST,
    /** An outcome that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /**
   * Why a job or an attempt has no answer.
   *
   * @param type such as {@code provider_error}; docs/reference/api.md lists them
   * @param httpStatus the provider's, if there was one
   */
  public record Failure(String type, String message, OptionalInt httpStatus) {}

  /** Tokens as counted by the provider, if it reported them. */
  public record Usage(
      OptionalLong inputTokens, OptionalLong outputTokens, OptionalLong totalTokens) {}
}
