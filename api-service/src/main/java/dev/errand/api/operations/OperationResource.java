package dev.errand.api.operations;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Intake;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.job.JobId;
import dev.errand.store.operation.OperationStore;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Moves of all jobs of a filter. */
@Path(Paths.OPERATIONS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Operations")
class OperationResource {

  private static final String REPLAYED = "Idempotency-Replayed";

  private final Callers callers;
  private final OperationService operations;
  private final OperationStore store;
  private final BodyReader bodies;

  @Inject
  OperationResource(
      Callers callers, OperationService operations, OperationStore store, BodyReader bodies) {
    this.callers = callers;
    this.operations = operations;
    this.store = store;
    this.bodies = bodies;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "createOperation",
      summary = "Retry, cancel, delete or reprioritise all jobs of a filter",
      description =
          "The jobs are those that match now: whatever ends, is submitted or is retried later is"
              + " left alone. They are moved in the background. Lines of batches are neither"
              + " retried nor deleted. With dry_run, nothing is done but counting.")
  @APIResponse(
      responseCode = "200",
      description = "What the operation would move; only with dry_run.",
      content = @Content(schema = @Schema(implementation = OperationPreview.class)))
  @APIResponse(
      responseCode = "202",
      description = "The operation, which has begun.",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "409", ref = "UnexpectedCount")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @Parameter(
      name = Intake.KEY,
      in = ParameterIn.HEADER,
      description = "Your name for this request. Sent again, it is the same operation.",
      schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255),
      example = "retry-2026-01-05")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "NewOperation"),
              examples = {
                @ExampleObject(
                    name = "dry-run",
                    summary = "How many would be retried",
                    value =
                        "{\"action\": \"retry\", \"filter\": {\"state\": \"failed\"},"
                            + " \"dry_run\": true}"),
                @ExampleObject(
                    name = "retry",
                    summary = "Retry what failed",
                    value =
                        "{\"action\": \"retry\", \"filter\": {\"state\": \"failed\"},"
                            + " \"expected\": 312, \"reason\": \"the key was wrong\"}")
              }))
  public Response create(
      @Context HttpHeaders headers, @Context HttpServerRequest request, InputStream body) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    OperationRequest wanted = OperationRequest.read(bodies.readSettings(headers, body));
    if (wanted.isDryRun()) {
      return Response.ok(operations.preview(author.caller(), wanted.selection())).build();
    }
    OperationService.Created created = operations.create(author, key(headers), wanted);
    OperationView view = OperationView.of(created.operation());
    Response.ResponseBuilder response =
        Response.status(Status.ACCEPTED)
            .entity(view)
            .header(HttpHeaders.LOCATION, Paths.OPERATIONS + "/" + view.id());
    return created.replayed() ? response.header(REPLAYED, true).build() : response.build();
  }

  @GET
  @Operation(
      operationId = "listOperations",
      summary = "List operations",
      description = "The tenant's operations, newest first.")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of operations on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The next of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")
  @APIResponse(responseCode = "200", description = "A page of operations.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public OperationPage list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    Optional<UUID> after = query.after().map(OperationResource::id);
    List<OperationView> found =
        store.list(caller, after, query.limit() + 1).stream().map(OperationView::of).toList();
    List<OperationView> page = query.page(found);
    return new OperationPage(
        page, page.size() < found.size() ? page.getLast().id().toString() : null);
  }

  @GET
  @Path(Paths.OPERATION)
  @Operation(
      operationId = "getOperation",
      summary = "Poll an operation",
      description = "How far it has got.")
  @APIResponse(
      responseCode = "200",
      description = "The operation.",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidOperationId")
  @APIResponse(responseCode = "404", ref = "UnknownOperation")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public OperationView get(
      @Context HttpHeaders headers, @Parameter(ref = "OperationId") @PathParam("id") String id) {
    return OperationView.of(operations.find(callers.with(Right.READ), id(id)));
  }

  @POST
  @Path(Paths.STOP)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "stopOperation",
      summary = "Stop an operation",
      description =
          "No further jobs are moved; what it has done stays. Stopping it twice changes nothing. A"
              + " body is ignored.")
  @APIResponse(
      responseCode = "200",
      description = "The stopped operation.",
      content = @Content(schema = @Schema(implementation = OperationView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidOperationId")
  @APIResponse(responseCode = "404", ref = "UnknownOperation")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "409", ref = "OperationEnded")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public OperationView stop(
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      @Parameter(ref = "OperationId") @PathParam("id") String id) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    return OperationView.of(operations.stop(author, id(id)));
  }

  private static Optional<IdempotencyKey> key(HttpHeaders headers) {
    try {
      return Intake.key(headers);
    } catch (RejectedException e) {
      throw ProblemException.invalid(e.violations());
    }
  }

  private static UUID id(String text) {
    return JobId.parse(text.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "an operation's id is a UUID, as returned by its creation"));
  }
}
