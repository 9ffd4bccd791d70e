package dev.errand.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One submitted LLM call: how to run it and its state, as of the moment it was read. Only the
 * store's statements move it.
 *
 * @param lane the lane that the model was mapped to when the job was accepted
 * @param priority -100 (last) to 100 (first)
 * @param rank the position among jobs of equal priority, smallest first; not a time
 * @param runAt when it may run, or has been runnable since
 * @param deadline it expires if it has not started by then; null for never
 * @param life 1 at first, incremented by each retry by hand
 * @param attempt the number of the current or last attempt, over all lives; 0 before the first
 * @param spent the attempts of this life that count against {@code maxAttempts}
 * @param timeoutSeconds the time limit of one attempt; null for the worker's default
 * @param onLost what to do when its worker stops responding
 * @param leaseOwner the worker that holds the lease; null unless running
 * @param startedAt when the latest attempt began; null before the first
 * @param endedAt when it reached its final state; null before
 * @param finishReason why the provider stopped generating, in its own word; null unless the job
 *     succeeded and the provider gave a reason
 * @param throttles how often its calls were throttled in this life; for a time, that spends no
 *     attempt
 * @param throttledSince since when they have been throttled in a row; null if the last attempt
 *     ended otherwise
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
