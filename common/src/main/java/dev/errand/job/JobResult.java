package dev.errand.job;

import org.jspecify.annotations.Nullable;

/**
 * How a job ended: the provider's answer, byte for byte, or the error that was its last.
 *
 * @param body the provider's JSON; null unless the job succeeded
 * @param errorType the kind of error, a {@link Failure.Type} in lower case; null unless it failed
 * @param errorMessage null unless it failed
 * @param httpStatus the provider's; null where there was none
 */
public record JobResult(
    byte @Nullable [] body,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable Integer httpStatus) {}
