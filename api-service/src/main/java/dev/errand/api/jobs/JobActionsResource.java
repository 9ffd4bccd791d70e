package dev.errand.api.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.Paths;
import dev.errand.store.read.JobDetails;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Cancels, retries and deletes jobs. */
@Path(Paths.JOBS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Jobs")
class JobActionsResource {

  private final Callers callers;
  private final JobActions actions;
  private final JobAnswers answers;

  @Inject
  JobActionsResource(Callers callers, JobActions actions, JobAnswers answers) {
    this.callers = callers;
    this.actions = actions;
    this.answers = answers;
  }

  @POST
  @Path(Paths.CANCEL)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "cancelJob",
      summary = "Cancel a job",
      description =
          "Ends a job that has not ended. The worker of a running job is notified and aborts the"
              + " call, and its answer is not recorded. Cancelling a job twice changes nothing. A"
              + " body is ignored.")
  @APIResponse(
      responseCode = "200",
      description = "The cancelled job.",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJobId")
  @APIResponse(responseCode = "404", ref = "UnknownJob")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "409", ref = "NotCancellable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response cancel(
      @Context HttpHeaders headers, @Parameter(ref = "JobId") @PathParam("id") String id) {
    Caller caller = callers.with(Right.SUBMIT);
    UUID job = JobPath.id(id);
    return answers.show(caller, Status.OK, actions.cancel(caller, job)).build();
  }

  @POST
  @Path(Paths.RETRY)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "retryJob",
      summary = "Retry a job",
      description =
          "Queues a failed, expired or cancelled job again as a new life of the same job, behind"
              + " waiting jobs and without its old deadline. Its earlier attempts are kept. A body"
              + " is ignored.")
  @APIResponse(
      responseCode = "202",
      description = "The job, queued again.",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJobId")
  @APIResponse(responseCode = "404", ref = "UnknownJob")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "409", ref = "NotRetryable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response retry(
      @Context HttpHeaders headers, @Parameter(ref = "JobId") @PathParam("id") String id) {
    Caller caller = callers.with(Right.SUBMIT);
    UUID job = JobPath.id(id);
    JobDetails details = actions.retry(caller, job);
    return answers
        .show(caller, Status.ACCEPTED, details)
        .header(HttpHeaders.LOCATION, JobAnswers.location(job))
        .build();
  }

  @DELETE
  @Path(Paths.JOB)
  @Operation(
      operationId = "deleteJob",
      summary = "Delete a finished job",
      description =
          "Deletes the job with its request, its answer and its attempts. The audit log keeps who"
              + " did it, and the job's id.")
  @APIResponse(responseCode = "204", description = "The job was deleted.")
  @APIResponse(responseCode = "400", ref = "InvalidJobId")
  @APIResponse(responseCode = "404", ref = "UnknownJob")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "409", ref = "NotDeletable")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public void delete(
      @Context HttpHeaders headers,
      @Context HttpServerRequest request,
      @Parameter(ref = "JobId") @PathParam("id") String id) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    actions.delete(author, JobPath.id(id));
  }
}
