package dev.errand.job;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finished attempt at a job, by one worker. The current attempt has no row: the job's row
 * contains its worker and start.
 *
 * @param number 1 for the first; continues over all lives of the job
 * @param httpStatus the provider's; null if there was none
 * @param errorType the type of error, a {@link Failure.Type} in lower case; null if there was none
 * @param errorMessage null if there was no error
 * @param providerRequestId the provider's own id of the call, from a header such as {@code
 *     x-request-id}; null if none
 * @param cost in the configured currency, at the price of its end; null if unknown
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
    Usage usage,
    @Nullable BigDecimal cost) {}
