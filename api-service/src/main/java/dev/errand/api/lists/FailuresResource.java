package dev.errand.api.lists;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.store.failures.FailureFilter;
import dev.errand.store.failures.FailureQueries;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows why jobs failed. */
@Path(Paths.FAILURES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class FailuresResource {

  private final Callers callers;
  private final FailureQueries failures;
  private final Clock clock;

  @Inject
  FailuresResource(Callers callers, FailureQueries failures, Clock clock) {
    this.callers = callers;
    this.failures = failures;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "listFailures",
      summary = "Group failed jobs by reason",
      description =
          "Failed jobs, grouped by lane, model, type of error, HTTP status and message. Without"
              + " ended_after, those of the last 24 hours.")
  @Parameter(ref = "EndedAfter")
  @Parameter(ref = "EndedBefore")
  @Parameter(ref = "Lane")
  @Parameter(ref = "Model")
  @APIResponse(responseCode = "200", description = "The groups.")
  @APIResponse(responseCode = "400", ref = "InvalidParameter")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public FailuresView list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    FailureFilter filter = ListParameters.failures(uri.getQueryParameters(), clock.instant());
    return FailuresView.of(filter, failures.find(caller, filter));
  }
}
