package dev.errand.api.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Returns one job. */
@Path(Paths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class ReadResource {

  private final Callers callers;
  private final JobAnswers answers;

  @Inject
  ReadResource(Callers callers, JobAnswers answers) {
    this.callers = callers;
    this.answers = answers;
  }

  @GET
  @Path(Paths.JOB)
  @Blocking
  @Operation(
      operationId = "getJob",
      summary = "Poll a job",
      description =
          "Returns the job with its attempts and its result or error. With Prefer: wait=N, the"
              + " response is sent as soon as the job has ended, or after N seconds.")
  @APIResponse(
      responseCode = "200",
      description = "The job.",
      headers = {
        @Header(
            name = "ETag",
            description = "For If-None-Match. Weak: it does not cover position and waiting.",
            schema = @Schema(type = SchemaType.STRING, examples = "W/\"1.1.running\"")),
        @Header(name = "Retry-After", ref = "RetryAfter"),
        @Header(
            name = "Preference-Applied",
            description = "The accepted wait.",
            schema = @Schema(type = SchemaType.STRING, examples = "wait=30"))
      },
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(
      responseCode = "304",
      description = "The client already has the current state of the job.")
  @APIResponse(responseCode = "400", ref = "InvalidJobId")
  @APIResponse(responseCode = "404", ref = "UnknownJob")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Uni<Response> get(
      @Context HttpHeaders headers,
      @Parameter(ref = "JobId") @PathParam("id") String id,
      @Parameter(ref = "Prefer") @HeaderParam("Prefer") List<String> prefer,
      @Parameter(
              description =
                  "Entity tags that the client already has: 304 if the job's is one of them.",
              schema = @Schema(type = SchemaType.STRING),
              example = "W/\"1.1.running\"")
          @HeaderParam(HttpHeaders.IF_NONE_MATCH)
          List<String> ifNoneMatch) {
    Optional<Duration> wait = Preferences.wait(prefer);
    return answers.get(callers.with(Right.READ), JobPath.id(id), wait, IfNoneMatch.of(ifNoneMatch));
  }
}
