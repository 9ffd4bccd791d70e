package dev.errand.api.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.lanes.DepthParameters.DepthQuery;
import dev.errand.store.depth.Depth;
import dev.errand.store.depth.Depth.Point;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The depth of lanes over time, as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "LaneDepth",
    description = "How many jobs waited and ran over time.",
    requiredProperties = {"data", "after", "before", "step_seconds", "cut"})
record DepthView(
    @Schema(
            description =
                "At most 300 points, oldest first; none for times at which nothing was recorded,"
                    + " because no API service was running.")
        List<PointView> data,
    @Schema(
            description = "The beginning of the first step that is shown.",
            examples = "2026-01-05T09:00:00Z")
        Instant after,
    @Schema(
            description = "Only minutes that began before this time are shown.",
            examples = "2026-01-06T09:00:00Z")
        Instant before,
    @Schema(
            description =
                "The time from one point to the next: 60, 300 or 3600, the shortest that leads to"
                    + " at most 300 points.",
            examples = "300")
        long stepSeconds,
    @Schema(
            description =
                "Whether times are left out that were asked for, because there are more than 300"
                    + " hours or 100,000 rows: then after is later than in the request.",
            examples = "false")
        boolean cut) {

  static DepthView of(DepthQuery query, Depth depth) {
    return new DepthView(
        depth.points().stream().map(PointView::of).toList(),
        depth.from(),
        query.filter().to(),
        depth.step().toSeconds(),
        depth.from().isAfter(query.after()));
  }

  /** The jobs of a step, as clients see them. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "DepthPoint",
      description = "The highest numbers of jobs in a step, each for itself.",
      requiredProperties = {"time", "scheduled", "queued", "running", "exact"})
  record PointView(
      @Schema(description = "When the step begins.", examples = "2026-01-05T09:00:00Z")
          Instant time,
      @Schema(description = "Jobs that waited for their time.", examples = "3") long scheduled,
      @Schema(description = "Jobs that waited for a worker.", examples = "120") long queued,
      @Schema(description = "Jobs that a worker ran.", examples = "40") long running,
      @Schema(
              description =
                  "Whether all jobs were counted. false: counting stopped at a bound, at most"
                      + " 100,000 in each state of a tenant's lane, and there were more.",
              examples = "true")
          boolean exact) {

    static PointView of(Point point) {
      return new PointView(
          point.time(), point.scheduled(), point.queued(), point.running(), point.exact());
    }
  }
}
