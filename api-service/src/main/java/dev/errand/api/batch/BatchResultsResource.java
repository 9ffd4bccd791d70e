package dev.errand.api.batch;

import dev.errand.api.access.Callers;
import dev.errand.api.batch.BatchResults.Results;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Operations;
import dev.errand.api.http.PageQuery;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Preferences;
import dev.errand.api.openai.Transfers;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.api.wait.BatchWaiter;
import dev.errand.store.batch.BatchEndings;
import dev.errand.store.batch.BatchEndings.Progress;
import dev.errand.store.batch.BatchId;
import dev.errand.store.batch.Place;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Returns the results of a batch while it runs. An extension of OpenAI's API. */
@Path(Paths.BATCHES)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class BatchResultsResource {

  private static final String STATUS = "Errand-Batch-Status";
  private static final PageQuery.Sizes SIZES = new PageQuery.Sizes(1000, 10_000);

  private final Callers callers;
  private final BatchEndings endings;
  private final BatchResults results;
  private final BatchWaiter waiter;
  private final Transfers transfers;

  @Inject
  BatchResultsResource(
      Callers callers,
      BatchEndings endings,
      BatchResults results,
      BatchWaiter waiter,
      Transfers transfers) {
    this.callers = callers;
    this.endings = endings;
    this.results = results;
    this.waiter = waiter;
    this.transfers = transfers;
  }

  @GET
  @Path(Paths.RESULTS)
  @Produces(Operations.NDJSON)
  @Operation(
      operationId = "listBatchResults",
      summary = "Read a batch's results while it runs",
      description =
          "The lines that have ended, in the order of their ends, in the form of the output and"
              + " error files. A client that goes on with after gets each line exactly once. All"
              + " lines have been read when the response is empty and Errand-Batch-Status is"
              + " completed, failed, expired or cancelled.")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The id of the last line that was read.",
      schema = @Schema(type = SchemaType.STRING),
      example = "batch_req_019a3c5e7d107a529d3e0f6a4c1b2d3e")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of lines.",
      schema =
          @Schema(
              type = SchemaType.INTEGER,
              minimum = "1",
              maximum = "10000",
              defaultValue = "1000"),
      example = "1000")
  @APIResponse(
      responseCode = "200",
      description = "The lines.",
      headers = {
        @Header(
            name = STATUS,
            description = "The status of the batch before the lines were read.",
            schema = @Schema(type = SchemaType.STRING, examples = "in_progress")),
        @Header(
            name = Preferences.APPLIED,
            description = "The accepted wait.",
            schema = @Schema(type = SchemaType.STRING, examples = "wait=30"))
      },
      content =
          @Content(mediaType = Operations.NDJSON, schema = @Schema(ref = "OpenAIBatchResult")))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public Response results(
      @Context HttpServerRequest request,
      @Context UriInfo uri,
      @Parameter(ref = "BatchId") @PathParam("id") String id,
      @Parameter(ref = "PreferMore") @HeaderParam("Prefer") List<String> prefer) {
    Caller caller = callers.with(Right.READ);
    PageQuery query = PageQuery.read(uri.getQueryParameters(), Set.of(), SIZES);
    UUID batch = BatchId.parse(id).orElseThrow(() -> unknown(id));
    Found found = find(caller, batch, query, Preferences.wait(prefer).orElse(Duration.ZERO));
    ResponseBuilder response = Response.ok().header(STATUS, found.status());
    Preferences.wait(prefer)
        .ifPresent(wait -> response.header(Preferences.APPLIED, "wait=" + wait.toSeconds()));
    return request.method().equals(HttpMethod.HEAD)
        ? response.build()
        : response
            .entity(
                transfers.download(
                    request.response(), () -> out -> results.write(found.results(), out)))
            .build();
  }

  /** The status was read before the results: if it is final, there are no other ones. */
  private record Found(String status, Results results) {}

  private Found find(Caller caller, UUID batch, PageQuery query, Duration wait) {
    Progress progress = progress(caller, batch);
    Place place = results.behind(batch, query.after());
    Results found = results.after(batch, place, query.limit());
    if (!found.isEmpty() || progress.ended() || wait.isZero()) {
      return new Found(progress.status(), found);
    }
    waiter.more(batch, place, wait).toCompletableFuture().join();
    String status = progress(caller, batch).status();
    return new Found(status, results.after(batch, place, query.limit()));
  }

  private Progress progress(Caller caller, UUID batch) {
    return endings.progress(caller, batch).orElseThrow(() -> unknown(BatchId.text(batch)));
  }

  private static ProblemException unknown(String id) {
    return new ProblemException(ProblemType.NOT_FOUND, "there is no batch %s".formatted(id));
  }
}
