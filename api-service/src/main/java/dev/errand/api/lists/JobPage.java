package dev.errand.api.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.errand.api.jobs.JobView;
import dev.errand.api.jobs.JobViews;
import dev.errand.api.waiting.WaitingJobs;
import dev.errand.store.read.JobSummary;
import dev.errand.tenant.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of a list of jobs as clients see it. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(
    name = "JobPage",
    description = "A page of jobs, newest first.",
    requiredProperties = {"data", "has_more", "next"})
public record JobPage(
    @Schema(
            description =
                "The jobs, without position and attempts; request, usage, result and output_text"
                    + " only as included.")
        List<JobView> data,
    @Schema(
            description =
                "Whether to continue with next: there are, or may be, more jobs. A page can have"
                    + " fewer jobs than requested, even none, without being the last one, if the"
                    + " filters together match very few of many jobs, or if what is included is"
                    + " large.",
            examples = "true")
        boolean hasMore,
    @Schema(
            nullable = true,
            description = "The value of after for the next page; null on the last one.",
            examples = "AQGaPF59EHpSnT4PakwbLT4")
        @Nullable String next) {

  /** The page as clients see it. */
  public static JobPage of(JobLists.Page page, Caller caller, WaitingJobs waiting) {
    List<JobView> views = new ArrayList<>();
    for (int i = 0; i < page.jobs().size(); i++) {
      JobSummary job = page.jobs().get(i);
      views.add(
          JobViews.listed(
              job, waiting.listed(caller, job), page.contents().get(i), page.query().include()));
    }
    return new JobPage(views, page.next().isPresent(), page.next().map(Cursor::of).orElse(null));
  }
}
