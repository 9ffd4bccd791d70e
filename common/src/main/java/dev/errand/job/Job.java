package dev.errand.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One LLM call that somebody asked for: how to run it and where it stands, as it was at the moment
 * that it was read. Moved only by the store's statements.
 *
 * @param lane the lane that the model was mapped to when the job was accepted
 * @param priority -100 (last) to 100 (first)
 * @param rank the place among jobs of equal priority, smallest first; not a time
 * @param runAt when it may run, or could since
 * @param deadline it expires if it has not started by then; null for never
 * @param life 1 at first, one more for each retry by hand
 * @param attempt the number of the attempt under way or last made, over all lives; 0 before the
 *     first
 * @param spent the attempts of this life that count against {@code maxAttempts}
 * @param timeoutSeconds the time of one attempt; null for the worker's default
 * @param onLost what becomes of it when a worker goes silent
 * @param leaseOwner the worker that holds the lease; null unless running
 * @param startedAt when the latest attempt began; null before the first
 * @param endedAt when it reached its final state; null before
 * @param finishReason why the provider stopped writing, in its own word; null unless the job
 *     succeeded and the provider gave a reason
 * @param throttles how often its calls were turned away in this life, which spends no attempt for a
 *     time
 * @param throttledSince since when in a row; null where the last attempt ended otherwise
 */
public record Job(
    UUID id,
    JobState state,
    String lane,
    int priority,
    long rank,
    Instant runAt,
    @Nullable Instant deadline,
    int life,
    int attempt,
    int spent,
    int maxAttempts,
    @Nullable Integer timeoutSeconds,
    OnLost onLost,
    @Nullable String leaseOwner,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String finishReason,
    int throttles,
    @Nullable Instant throttledSince) {}
