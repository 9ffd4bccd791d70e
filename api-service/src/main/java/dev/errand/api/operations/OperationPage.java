package dev.errand.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of operations as clients see it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "OperationPage",
    description = "A page of operations, newest first.",
    requiredProperties = {"data", "next"})
public record OperationPage(
    @Schema(description = "The operations.") List<OperationView> data,
    @Schema(
            nullable = true,
            description = "The value of after for the next page; null on the last one.")
        @Nullable String next) {}
