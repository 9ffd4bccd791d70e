package dev.errand.api.lists;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.store.read.JobQueries;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists jobs. */
@Path(Paths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class ListResource {

  private final Callers callers;
  private final JobQueries jobs;

  @Inject
  ListResource(Callers callers, JobQueries jobs) {
    this.callers = callers;
    this.jobs = jobs;
  }

  @GET
  @Operation(
      operationId = "listJobs",
      summary = "List jobs",
      description =
          "Newest first, in pages that remain stable while jobs are added. Jobs are listed without"
              + " their attempts and results.")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description = "Only jobs in this state; separate several by commas, or repeat the parameter.",
      schema = @Schema(type = SchemaType.STRING),
      example = "failed,expired")
  @Parameter(
      name = "lane",
      in = ParameterIn.QUERY,
      description = "Only jobs of this lane.",
      schema = @Schema(type = SchemaType.STRING),
      example = "default")
  @Parameter(
      name = "model",
      in = ParameterIn.QUERY,
      description = "Only jobs for this model.",
      schema = @Schema(type = SchemaType.STRING),
      example = "gpt-5-mini")
  @Parameter(
      name = "metadata.KEY",
      in = ParameterIn.QUERY,
      description =
          "Only jobs with this pair; KEY is its key. If there are several, a job must have all.",
      schema = @Schema(type = SchemaType.STRING),
      example = "acme")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of jobs on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The next of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "AQGaPF59EHpSnT4PakwbLT4")
  @APIResponse(responseCode = "200", description = "A page of jobs.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public JobPage list(@Context HttpHeaders headers, @Context UriInfo uri) {
    ListParameters.ListQuery query = ListParameters.read(uri.getQueryParameters());
    return JobPage.of(
        jobs.list(callers.with(Right.READ), query.filter(), query.after(), query.limit()));
  }
}
