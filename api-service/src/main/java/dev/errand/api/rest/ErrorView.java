package dev.errand.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why a job or an attempt has no answer, as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Error", description = "Why there is no answer.")
record ErrorView(
    @Schema(
            description =
                "The kind of error: provider_error, rate_limited, quota_exceeded, invalid_answer,"
                    + " connection, timeout, lost, configuration; of a job also cancelled and"
                    + " expired.",
            examples = "provider_error")
        String type,
    @Schema(description = "For people.", examples = "The model `gpt-0` does not exist.")
        String message,
    @JsonInclude(JsonInclude.Include.NON_NULL)
        @Schema(
            description = "Of a job: the provider's HTTP status, where there was one.",
            examples = "404")
        Integer httpStatus) {}
