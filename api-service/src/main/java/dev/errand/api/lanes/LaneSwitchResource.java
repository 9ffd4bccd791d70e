package dev.errand.api.lanes;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.Paths;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pausing and resuming lanes by hand. */
@Path(Paths.LANES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lanes")
class LaneSwitchResource {

  private final Callers callers;
  private final LaneControl lanes;
  private final BodyReader bodies;

  @Inject
  LaneSwitchResource(Callers callers, LaneControl lanes, BodyReader bodies) {
    this.callers = callers;
    this.lanes = lanes;
    this.bodies = bodies;
  }

  @POST
  @Path(Paths.PAUSE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "pauseLane",
      summary = "Pause a lane",
      description =
          "Workers claim no more of the lane's jobs: those stay queued, and new ones are accepted."
              + " Running jobs continue. Pausing a paused lane replaces the reason and the end;"
              + " sending the same request again changes nothing.")
  @APIResponse(
      responseCode = "200",
      description = "The paused lane.",
      content = @Content(schema = @Schema(implementation = LaneView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "404", ref = "UnknownLane")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidBody")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "LanePauseRequest"),
              examples = {
                @ExampleObject(
                    name = "open-ended",
                    summary = "Until somebody resumes it",
                    value = "{\"reason\": \"the provider bills twice\"}"),
                @ExampleObject(
                    name = "until",
                    summary = "Until a time",
                    value = "{\"reason\": \"maintenance\", \"until\": \"2030-01-05T09:30:00Z\"}")
              }))
  public LaneView pause(
      @Parameter(ref = "LaneName") @PathParam("lane") String lane,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      InputStream body) {
    Author author = Author.of(callers.with(Right.ADMIN), request);
    return lanes.pause(author, lane, bodies.readSettings(headers, body));
  }

  @POST
  @Path(Paths.RESUME)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "resumeLane",
      summary = "Resume a lane",
      description =
          "Workers claim the lane's jobs again, at once. Also opens the lane and its models where a"
              + " provider's limit or an account error closed them; they are closed again if the"
              + " provider still turns calls away. Resuming an open lane changes nothing. A body is"
              + " ignored.")
  @APIResponse(
      responseCode = "200",
      description = "The open lane.",
      content = @Content(schema = @Schema(implementation = LaneView.class)))
  @APIResponse(responseCode = "404", ref = "UnknownLane")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public LaneView resume(
      @Parameter(ref = "LaneName") @PathParam("lane") String lane,
      @Context HttpHeaders headers,
      @Context HttpServerRequest request) {
    Author author = Author.of(callers.with(Right.ADMIN), request);
    return lanes.resume(author, lane);
  }
}
