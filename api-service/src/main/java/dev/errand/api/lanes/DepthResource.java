package dev.errand.api.lanes;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.api.lanes.DepthParameters.DepthQuery;
import dev.errand.store.depth.DepthQueries;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how many jobs waited and ran over time. */
@Path(Paths.LANES + Paths.DEPTH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lanes")
class DepthResource {

  private final Callers callers;
  private final DepthQueries depth;
  private final Clock clock;

  @Inject
  DepthResource(Callers callers, DepthQueries depth, Clock clock) {
    this.callers = callers;
    this.depth = depth;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getLaneDepth",
      summary = "Show queue depth over time",
      description =
          "How many jobs were scheduled, queued and running, recorded once a minute and kept for 7"
              + " days by default. Without after, the last 24 hours. An admin gets the jobs of all"
              + " tenants, others those of their own.")
  @Parameter(
      name = DepthParameters.AFTER,
      in = ParameterIn.QUERY,
      description = "Only minutes from this time on.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"),
      example = "2026-01-05T09:00:00Z")
  @Parameter(
      name = DepthParameters.BEFORE,
      in = ParameterIn.QUERY,
      description = "Only minutes that began before this time.",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"),
      example = "2099-01-05T09:00:00Z")
  @Parameter(
      name = DepthParameters.TENANT,
      in = ParameterIn.QUERY,
      description = "Only jobs of this tenant; for admins.",
      schema = @Schema(type = SchemaType.STRING),
      example = "default")
  @Parameter(ref = "Lane")
  @APIResponse(responseCode = "200", description = "The numbers of jobs.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public DepthView show(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    DepthQuery query = DepthParameters.read(uri.getQueryParameters(), clock.instant());
    return DepthView.of(query, depth.find(caller, query.filter()));
  }
}
