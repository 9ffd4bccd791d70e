package dev.errand.api.lanes;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.tenant.Right;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Queries lanes. */
@Path(Paths.LANES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lanes")
class LaneResource {

  private final Callers callers;
  private final LaneViews views;

  @Inject
  LaneResource(Callers callers, LaneViews views) {
    this.callers = callers;
    this.views = views;
  }

  /** All lanes as clients see them. */
  @RegisterForReflection
  @Schema(name = "LaneList", description = "All lanes.")
  record LaneList(@Schema(description = "The lanes by name.") List<LaneView> data) {}

  @GET
  @Operation(
      operationId = "listLanes",
      summary = "List lanes",
      description =
          "All configured lanes, and those that are no longer configured but still have jobs that"
              + " have not ended or are closed or paused, by name. Jobs are counted up to a bound:"
              + " see counts_exact.")
  @APIResponse(responseCode = "200", description = "The lanes.")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public LaneList list(@Context HttpHeaders headers) {
    // Everybody shares the lanes: it is enough to be somebody.
    return new LaneList(views.all(callers.with(Right.READ)));
  }
}
