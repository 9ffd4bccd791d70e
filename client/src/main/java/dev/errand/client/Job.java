package dev.errand.client;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A job as an answer shows it. Lists show no position, attempts, usage, result, output text and
 * error.
 *
 * @param endpoint the provider's operation, such as {@code /v1/chat/completions}
 * @param runAt when it may run, or could since
 * @param deadline it expires if it has not started by then
 * @param maxAttempts of one life
 * @param timeoutSeconds of one attempt; empty for the worker's default
 * @param onLost {@code retry} or {@code fail}
 * @param startedAt when the latest attempt began
 * @param life 1 at first, one more for each retry by hand
 * @param attemptsSpent the attempts of this life that count against {@code maxAttempts}
 * @param throttles how often the provider turned this life's calls away
 * @param throttledSince since when every call was turned away
 * @param finishReason why the provider stopped writing, in its own word
 * @param position while queued: 1 for the next of its lane
 * @param attempts the latest 100 that ended, oldest first, then the one under way
 * @param result the provider's answer once the job has succeeded
 */
public record Job(
    UUID id,
    State state,
    String endpoint,
    String model,
    Map<String, String> metadata,
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
    List<Attempt> attempts,
    Optional<Usage> usage,
    Optional<JsonNode> result,
    Optional<String> outputText,
    Optional<Failure> error) {

  public Job {
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
    // Jackson reads what is not there as JSON's null.
    result = result.filter(json -> !json.isNull());
  }

  /** Where a job stands. */
  public enum State {
    SCHEDULED,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED,
    /** One that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN;

    /** Whether only a retry leads on from here. */
    public boolean isFinal() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
  }

  /**
   * One try at a job. The one under way has no end, no duration and no outcome.
   *
   * @param httpStatus the provider's, where there was one
   * @param providerRequestId the provider's own id of the call
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
      Optional<Usage> usage) {}

  /** How an attempt ended. */
  public enum Outcome {
    SUCCEEDED,
    FAILED,
    THROTTLED,
    TIMED_OUT,
    CANCELLED,
    HANDED_BACK,
    LOST,
    /** One that this client does not know. */
    @JsonEnumDefaultValue
    UNKNOWN
  }

  /**
   * Why a job or an attempt has no answer.
   *
   * @param type such as {@code provider_error}; docs/api.md lists them
   * @param httpStatus the provider's, where there was one
   */
  public record Failure(String type, String message, OptionalInt httpStatus) {}

  /** Tokens as the provider counted them, where it did. */
  public record Usage(
      OptionalLong inputTokens, OptionalLong outputTokens, OptionalLong totalTokens) {}
}
