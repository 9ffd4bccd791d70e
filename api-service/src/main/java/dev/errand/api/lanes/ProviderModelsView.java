package dev.errand.api.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import dev.errand.store.models.ProviderModels;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a lane's provider responded when a worker asked for its models, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "ProviderModels",
    description = "The result of the last request for the list of models of the lane's provider.",
    requiredProperties = {"answers", "result", "checked_at", "available", "missing"})
public record ProviderModelsView(
    @Schema(
            description = "Whether the provider answered: with a list, or that it has none.",
            examples = "true")
        boolean answers,
    @Schema(
            description = "How the request ended.",
            enumeration = {
              "listed",
              "no_list",
              "unauthorized",
              "throttled",
              "rejected",
              "failed",
              "redirected",
              "unreadable",
              "too_large",
              "timeout",
              "unreachable"
            },
            examples = "listed")
        String result,
    @Schema(description = "When it ended.", examples = "2026-01-05T09:30:00Z") Instant checkedAt,
    @Schema(
            nullable = true,
            description =
                "The models in the provider's last list that this lane takes, 1,000 at most; null"
                    + " if there is no list.",
            examples = "[\"gpt-5\", \"gpt-5-mini\"]")
        @Nullable List<String> available,
    @Schema(
            nullable = true,
            description =
                "The lane's globs that match no model in the provider's last list; null if there is"
                    + " no complete list.",
            examples = "[]")
        @Nullable List<String> missing) {

  static ProviderModelsView of(ProviderModels known, List<String> available, List<String> missing) {
    Listing listing = known.listing();
    Optional<ModelList> list = known.list();
    return new ProviderModelsView(
        listing.answers(),
        listing.text(),
        known.checkedAt(),
        list.isPresent() ? available : null,
        list.filter(ModelList::complete).isPresent() ? missing : null);
  }
}
