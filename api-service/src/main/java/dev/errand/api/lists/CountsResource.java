package dev.errand.api.lists;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.job.JobState;
import dev.errand.store.read.CountQueries;
import dev.errand.store.read.CountQueries.StateCount;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Counts jobs. */
@Path(Paths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class CountsResource {

  private final Callers callers;
  private final CountQueries counts;

  @Inject
  CountsResource(Callers callers, CountQueries counts) {
    this.callers = callers;
    this.counts = counts;
  }

  /** How many jobs there are, as clients see it. */
  @RegisterForReflection
  @Schema(
      name = "JobCounts",
      description = "How many jobs match, by state.",
      requiredProperties = {"data"})
  record CountsView(
      @Schema(description = "The counts of the states, in the order of a job's life.")
          List<CountView> data) {

    static CountsView of(List<StateCount> counts) {
      return new CountsView(
          counts.stream()
              .map(count -> new CountView(count.state(), count.count(), count.more()))
              .toList());
    }
  }

  /** How many jobs of one state there are, as clients see it. */
  @RegisterForReflection
  @Schema(
      name = "JobCount",
      description = "How many jobs in one state match.",
      requiredProperties = {"state", "count", "more"})
  record CountView(
      @Schema(
              description = "The state.",
              enumeration = {
                "scheduled",
                "queued",
                "running",
                "succeeded",
                "failed",
                "cancelled",
                "expired"
              },
              examples = "queued",
              implementation = String.class)
          JobState state,
      @Schema(description = "How many were counted.", maximum = "10000", examples = "1856")
          int count,
      @Schema(description = "Whether there may be more than were counted.", examples = "false")
          boolean more) {}

  @GET
  @Path(Paths.COUNTS)
  @Operation(
      operationId = "countJobs",
      summary = "Count jobs by state",
      description =
          "At most 10,000 jobs are counted in each state. If filters that no index combines match"
              + " few of many jobs, the count may be too low; more says so.")
  @Parameter(ref = "State")
  @Parameter(ref = "Lane")
  @Parameter(ref = "Model")
  @Parameter(ref = "Metadata")
  @Parameter(ref = "CreatedAfter")
  @Parameter(ref = "CreatedBefore")
  @Parameter(ref = "EndedAfter")
  @Parameter(ref = "EndedBefore")
  @Parameter(ref = "ErrorType")
  @Parameter(ref = "Batch")
  @APIResponse(responseCode = "200", description = "The counts.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public CountsView count(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    return CountsView.of(counts.counts(caller, ListParameters.counts(uri.getQueryParameters())));
  }
}
