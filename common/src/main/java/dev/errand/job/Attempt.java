package dev.errand.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ended try at a job, by one worker. The attempt under way has no row: the job's own row says
 * who runs it since when.
 *
 * @param number 1 for the first, counting on over all lives of the job
 * @param httpStatus the provider's; null where there was none
 * @param errorType the kind of error, a {@link Failure.Type} in lower case; null where there was
 *     none
 * @param errorMessage null where there was no error
 * @param providerRequestId the provider's own id of the call, from a header such as {@code
 *     x-request-id}; null if none
 */
public record Attempt(
    int number,
    int life,
    String worker,
    Instant startedAt,
    Instant endedAt,
    Outcome outcome,
    @Nullable Integer httpStatus,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable String providerRequestId,
    Usage usage) {}
