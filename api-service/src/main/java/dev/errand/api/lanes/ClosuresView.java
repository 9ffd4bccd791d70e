package dev.errand.api.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.lane.Closings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How often a lane or a model was closed, and by which job, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Closures",
    description =
        "Closures of which each followed within an hour of the one before, with the present one.",
    requiredProperties = {"count", "since", "job", "job_count"})
public record ClosuresView(
    @Schema(description = "How many there were.", minimum = "1", examples = "41") int count,
    @Schema(
            nullable = true,
            description = "When the first one began; null if it is not known.",
            examples = "2026-01-05T09:30:00Z")
        @Nullable Instant since,
    @Schema(
            nullable = true,
            description =
                "The job whose call caused the last one; null if it is another tenant's, or not"
                    + " known. Admins see all.",
            examples = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
        @Nullable UUID job,
    @Schema(
            description = "How many of the last ones one job caused, without another in between.",
            minimum = "1",
            examples = "3")
        int jobCount) {

  /**
   * Creates a view.
   *
   * @param shown the jobs that the caller may know of
   */
  static ClosuresView of(Closings closings, Set<UUID> shown) {
    return new ClosuresView(
        closings.count(),
        closings.since().orElse(null),
        closings.job().filter(shown::contains).orElse(null),
        closings.byJob());
  }
}
