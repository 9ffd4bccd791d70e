package dev.errand.api.lanes;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.store.read.WorkerQueries;
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

/** The workers that run the lanes. */
@Path(Paths.WORKERS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Lanes")
class WorkerResource {

  private static final int MOST = 1_000;

  private final Callers callers;
  private final WorkerQueries workers;

  @Inject
  WorkerResource(Callers callers, WorkerQueries workers) {
    this.callers = callers;
    this.workers = workers;
  }

  /** All workers as clients see them. */
  @RegisterForReflection
  @Schema(name = "WorkerList", description = "The workers of the last hour.")
  record WorkerList(@Schema(description = "By pool and name.") List<WorkerView> data) {}

  @GET
  @Operation(
      operationId = "listWorkers",
      summary = "List workers",
      description =
          "The workers that were heard of within the last hour, at most 1,000. One that stops is"
              + " gone at once; one that dies stays, and does not respond.")
  @APIResponse(responseCode = "200", description = "The workers.")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public WorkerList list(@Context HttpHeaders headers) {
    // Everybody's jobs run on all of them, as with lanes.
    callers.with(Right.READ);
    return new WorkerList(workers.workers(MOST).stream().map(WorkerView::of).toList());
  }
}
