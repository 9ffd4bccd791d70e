package dev.errand.api.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.Paths;
import dev.errand.store.content.ContentStore;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Returns what was submitted: the prompt. */
@Path(Paths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class RequestResource {

  private final Callers callers;
  private final ContentStore contents;

  @Inject
  RequestResource(Callers callers, ContentStore contents) {
    this.callers = callers;
    this.contents = contents;
  }

  @GET
  @Path(Paths.REQUEST)
  @Operation(
      operationId = "getJobRequest",
      summary = "Read a job's request",
      description =
          "The provider's request as it was submitted, byte for byte. Needs the role content. The"
              + " audit log records who read it.")
  @APIResponse(
      responseCode = "200",
      description = "The request.",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "400", ref = "InvalidJobId")
  @APIResponse(responseCode = "404", ref = "UnknownJob")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response request(
      @Context HttpServerRequest request, @Parameter(ref = "JobId") @PathParam("id") String id) {
    Author author = Author.of(callers.with(Right.CONTENT), request);
    UUID job = JobPath.id(id);
    byte[] body =
        contents
            .request(author.caller(), author.origin(), job)
            .orElseThrow(() -> JobAnswers.unknown(job));
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }
}
