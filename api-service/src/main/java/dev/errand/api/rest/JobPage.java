package dev.errand.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.store.JobSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of a list of jobs as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "JobPage",
    description = "A page of jobs, newest first.",
    requiredProperties = {"data", "has_more", "next"})
record JobPage(
    @Schema(
            description =
                "The jobs, without position, attempts, usage, result, output_text and error.")
        List<JobView> data,
    @Schema(description = "Whether there are older jobs that fit.", examples = "true")
        boolean hasMore,
    @Schema(
            nullable = true,
            description = "The after of the next page; null on the last one.",
            examples = "AQGaPF59EHpSnT4PakwbLT4")
        String next) {

  /** The page that begins a list of jobs, of which there is one more than fits if there are. */
  static JobPage of(List<JobSummary> jobs, int limit) {
    boolean hasMore = jobs.size() > limit;
    List<JobSummary> page = hasMore ? jobs.subList(0, limit) : jobs;
    return new JobPage(
        page.stream().map(JobViews::listed).toList(),
        hasMore,
        hasMore ? Cursor.of(page.getLast().job().id()) : null);
  }
}
