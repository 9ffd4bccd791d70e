package dev.errand.api.batch;

import dev.errand.api.access.Callers;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Intake;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.store.batch.BatchId;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
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

/** Batches of OpenAI's API. */
@Path(Paths.BATCHES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class BatchResource {

  private final Callers callers;
  private final BodyReader bodies;
  private final BatchService batches;

  @Inject
  BatchResource(Callers callers, BodyReader bodies, BatchService batches) {
    this.callers = callers;
    this.bodies = bodies;
    this.batches = batches;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "createBatch",
      summary = "Create a batch",
      description =
          "Each line of the input file becomes a job. The lines are validated first: either all of"
              + " them run, or none.")
  @Parameter(
      name = Intake.KEY,
      in = ParameterIn.HEADER,
      description = "Your name for this request. Sent again, it is the same batch.",
      schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255),
      example = "batch-2026-01-05")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "OpenAINewBatch"),
              examples =
                  @ExampleObject(
                      name = "plain",
                      value =
                          """
                          {"input_file_id": "file-019a3c5e7d107a529d3e0f6a4c1b2d3e", "endpoint": "/v1/chat/completions", "completion_window": "24h"}
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "The batch.",
      content = @Content(schema = @Schema(implementation = BatchView.class)))
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public BatchView create(@Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    return batches.create(caller, key(headers), bodies.readSettings(headers, body));
  }

  @GET
  @Operation(
      operationId = "listBatches",
      summary = "List batches",
      description = "The batches of the caller's tenant, the newest first.")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of batches on the page.",
      schema =
          @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "20"),
      example = "20")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The last_id of the previous page.",
      schema = @Schema(type = SchemaType.STRING),
      example = "batch_019a3c5e7d107a529d3e0f6a4c1b2d3e")
  @APIResponse(
      responseCode = "200",
      description = "A page of batches.",
      content = @Content(schema = @Schema(implementation = BatchView.Page.class)))
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public BatchView.Page list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of());
    List<BatchView> found = batches.list(caller, after(query), query.limit() + 1);
    return BatchView.Page.of(query.page(found), found.size() > query.limit());
  }

  @GET
  @Path(Paths.BATCH)
  @Operation(
      operationId = "getBatch",
      summary = "Get a batch",
      description = "Its status and its counters, which are exact at any time.")
  @APIResponse(
      responseCode = "200",
      description = "The batch.",
      content = @Content(schema = @Schema(implementation = BatchView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public BatchView get(@Parameter(ref = "BatchId") @PathParam("id") String id) {
    return batches.get(callers.with(Right.READ), id(id));
  }

  @POST
  @Path(Paths.CANCEL_BATCH)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "cancelBatch",
      summary = "Cancel a batch",
      description =
          "Ends all lines that have not ended; running calls are aborted. What has ended stays, and"
              + " every line is in one of the two files. A body is ignored.")
  @APIResponse(
      responseCode = "200",
      description = "The batch.",
      content = @Content(schema = @Schema(implementation = BatchView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public BatchView cancel(@Parameter(ref = "BatchId") @PathParam("id") String id) {
    return batches.cancel(callers.with(Right.SUBMIT), id(id));
  }

  private static Optional<IdempotencyKey> key(HttpHeaders headers) {
    try {
      return Intake.key(headers);
    } catch (RejectedException e) {
      throw ProblemException.invalid(e.violations());
    }
  }

  private static UUID id(String text) {
    return BatchId.parse(text).orElseThrow(() -> BatchService.unknown(text));
  }

  private static Optional<UUID> after(PageQuery query) {
    Optional<UUID> id = query.after().flatMap(BatchId::parse);
    if (query.after().isPresent() && id.isEmpty()) {
      throw ProblemException.invalid("after", "must be the id of a batch");
    }
    return id;
  }
}
