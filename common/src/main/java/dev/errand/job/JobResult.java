package dev.errand.job;

import org.jspecify.annotations.Nullable;

/**
 * The result of a job: the provider's answer, byte for byte, or its last error.
 *
 * @param body the provider's JSON; null unless the job succeeded
 * @param errorType the type of error, a {@link Failure.Type} in lower case; null unless it failed
 * @param errorMessage null unless it failed
 * @param httpStatus the provider's; null if there was none
 * @param error the provider's error as sent; null if it sent none that can be passed on
 */
public record JobResult(
    byte @Nullable [] body,
    @Nullable String errorType,
    @Nullable String errorMessage,
    @Nullable Integer httpStatus,
    @Nullable ProviderError error) {}
