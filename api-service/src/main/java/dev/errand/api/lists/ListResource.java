package dev.errand.api.lists;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Include;
import dev.errand.api.lists.ListParameters.ListQuery;
import dev.errand.api.waiting.WaitingJobs;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
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
  private final JobLists lists;
  private final WaitingJobs waiting;

  @Inject
  ListResource(Callers callers, JobLists lists, WaitingJobs waiting) {
    this.callers = callers;
    this.lists = lists;
    this.waiting = waiting;
  }

  @GET
  @Operation(
      operationId = "listJobs",
      summary = "List jobs",
      description =
          "Newest first, in pages that remain stable while jobs are added. Jobs are listed without"
              + " their attempts, and with their results as far as include says so. Prompts need"
              + " the role content.")
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
  @Parameter(ref = "Sort")
  @Parameter(ref = "Include")
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
  public JobPage list(@Context HttpServerRequest request, @Context UriInfo uri) {
    Author author = Author.of(callers.with(Right.READ), request);
    ListQuery query = ListParameters.list(uri.getQueryParameters());
    if (query.include().contains(Include.REQUEST)) {
      callers.with(Right.CONTENT);
    }
    return JobPage.of(lists.page(author, query), author.caller(), waiting);
  }
}
