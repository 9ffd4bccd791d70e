package dev.errand.api.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.job.Failure;
import dev.errand.store.failures.FailureFilter;
import dev.errand.store.failures.Failures;
import dev.errand.store.failures.Failures.Group;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Failed jobs in groups, as clients see them. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "Failures",
    description = "Failed jobs in groups.",
    requiredProperties = {"data", "jobs", "more", "ended_after", "ended_before"})
public record FailuresView(
    @Schema(description = "The 100 largest groups, largest first.") List<GroupView> data,
    @Schema(
            description =
                "How many jobs failed, of the last 50,000, those of groups that are not shown"
                    + " included.",
            examples = "374")
        int jobs,
    @Schema(
            description =
                "Whether there may be older ones that are not in the groups: at most the last"
                    + " 10,000 that match are grouped.",
            examples = "false")
        boolean more,
    @Schema(description = "They ended then or later.", examples = "2026-01-05T20:00:00Z")
        Instant endedAfter,
    @Schema(
            nullable = true,
            description = "They ended before this time; null for no end.",
            examples = "2026-01-06T08:00:00Z")
        @Nullable Instant endedBefore) {

  public static FailuresView of(FailureFilter filter, Failures failures) {
    return new FailuresView(
        failures.groups().stream().map(GroupView::of).toList(),
        failures.jobs(),
        failures.more(),
        filter.from(),
        filter.to().orElse(null));
  }

  /** Jobs that failed in the same way, as clients see them. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(
      name = "FailureGroup",
      description = "Jobs that failed in the same way.",
      requiredProperties = {
        "lane",
        "model",
        "error_type",
        "http_status",
        "message",
        "jobs",
        "first_ended_at",
        "last_ended_at",
        "newest",
        "works_again",
        "may_be_billed"
      })
  public record GroupView(
      @Schema(description = "Their lane.", examples = "gpt") String lane,
      @Schema(description = "Their model.", examples = "gpt-5-mini") String model,
      @Schema(description = "The type of their error.", examples = "provider_error")
          String errorType,
      @Schema(
              nullable = true,
              description = "The provider's HTTP status; null if there was none.",
              examples = "401")
          @Nullable Integer httpStatus,
      @Schema(
              description =
                  "The first 200 characters of their messages, with # for each word that has a"
                      + " digit: ids and numbers differ, the reason does not.",
              examples = "Incorrect API key provided: [redacted]")
          String message,
      @Schema(description = "How many there are.", examples = "312") int jobs,
      @Schema(description = "When the first one failed.", examples = "2026-01-05T23:10:00Z")
          Instant firstEndedAt,
      @Schema(description = "When the last one failed.", examples = "2026-01-05T23:52:00Z")
          Instant lastEndedAt,
      @Schema(description = "The ids of the last three.") List<UUID> newest,
      @Schema(
              nullable = true,
              description =
                  "Whether a job of this lane and model has succeeded since; null if more than"
                      + " 2,000 jobs have ended since, and none of the last 2,000 says so.",
              examples = "true")
          @Nullable Boolean worksAgain,
      @Schema(
              description =
                  "Whether the provider may have made answers, and bill them, although the jobs"
                      + " have none.",
              examples = "false")
          boolean mayBeBilled) {

    static GroupView of(Group group) {
      return new GroupView(
          group.lane(),
          group.model(),
          group.errorType(),
          group.httpStatus(),
          group.message(),
          group.jobs(),
          group.first(),
          group.last(),
          group.newest(),
          worksAgain(group),
          // Of a type that this version does not know, nothing can be said.
          Failure.Type.of(group.errorType()).map(Failure.Type::mayBeBilled).orElse(true));
    }

    private static @Nullable Boolean worksAgain(Group group) {
      return switch (group.since()) {
        case SUCCEEDED -> true;
        case NOT_SUCCEEDED -> false;
        case UNKNOWN -> null;
      };
    }
  }
}
