package dev.errand.api.lists;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.Operations;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Include;
import dev.errand.api.jobs.JobView;
import dev.errand.api.lists.ListParameters.ListQuery;
import dev.errand.api.openai.Transfers;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Returns the results of many jobs in one response. */
@Path(Paths.JOBS)
@RunOnVirtualThread
@Tag(name = "Jobs")
class ResultsResource {

  private static final List<MediaType> TYPES =
      List.of(MediaType.valueOf(Operations.NDJSON), MediaType.valueOf(Operations.CSV));

  private final Callers callers;
  private final Results results;
  private final Transfers transfers;

  @Inject
  ResultsResource(Callers callers, Results results, Transfers transfers) {
    this.callers = callers;
    this.results = results;
    this.transfers = transfers;
  }

  @GET
  @Path(Paths.JOB_RESULTS)
  @Produces({Operations.NDJSON, Operations.CSV})
  @Operation(
      operationId = "listJobResults",
      summary = "Read the results of many jobs",
      description =
          "All ended jobs that match, as a stream: JSON lines or, with Accept: text/csv, CSV. Each"
              + " has its output_text, usage and error, and a cursor. If the response breaks off,"
              + " send the cursor of the last complete line as after to get the rest.")
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
      name = "after",
      in = ParameterIn.QUERY,
      description = "The cursor of the last job that was read.",
      schema = @Schema(type = SchemaType.STRING),
      example = "AQGaPF59EHpSnT4PakwbLT4")
  @APIResponse(
      responseCode = "200",
      description = "The jobs, each with the additional field cursor.",
      content = {
        @Content(mediaType = Operations.NDJSON, schema = @Schema(implementation = JobView.class)),
        @Content(mediaType = Operations.CSV, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response results(
      @Context HttpServerRequest request, @Context HttpHeaders headers, @Context UriInfo uri) {
    Author author = Author.of(callers.with(Right.READ), request);
    ListQuery query = ListParameters.results(uri.getQueryParameters());
    if (query.include().contains(Include.REQUEST)) {
      callers.with(Right.CONTENT);
    }
    MediaType type = type(headers.getAcceptableMediaTypes());
    Results.Wanted wanted = new Results.Wanted(type.toString(), author, callers.longRequest());
    ResponseBuilder response =
        Response.ok().type(type).header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.build();
    }
    return response
        .entity(transfers.download(request.response(), () -> content(wanted, query)))
        .build();
  }

  /** Reads the first page before the response begins, so that its status can say what is wrong. */
  private StreamingOutput content(Results.Wanted wanted, ListQuery query) {
    JobLists.Page first = results.first(wanted.author(), query);
    return out -> results.write(wanted, first, out);
  }

  /** What the client prefers, in the order in which it does. */
  private static MediaType type(List<MediaType> accepted) {
    return accepted.stream()
        .flatMap(range -> TYPES.stream().filter(range::isCompatible))
        .findFirst()
        .orElse(TYPES.getFirst());
  }
}
