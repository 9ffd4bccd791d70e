package dev.errand.api.jobs;

import dev.errand.api.access.Callers;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Intake.Submitted;
import dev.errand.api.submit.Submission;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.Acceptance.Replayed;
import dev.errand.store.read.JobVersion;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Submits one job. */
@Path(Paths.JOBS)
@RunOnVirtualThread
@Tag(name = "Jobs")
class SubmitResource {

  private static final String REPLAYED = "Idempotency-Replayed";

  private final Callers callers;
  private final Intake intake;
  private final JobAnswers answers;
  private final Clock clock;

  @Inject
  SubmitResource(Callers callers, Intake intake, JobAnswers answers, Clock clock) {
    this.callers = callers;
    this.intake = intake;
    this.answers = answers;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      operationId = "submitJob",
      summary = "Submit a job",
      description =
          "Commits the job and responds; the job then ends in exactly one final state. With"
              + " Prefer: wait=N, the response is sent as soon as the job has ended, or after N"
              + " seconds.")
  @Parameter(
      name = Intake.KEY,
      in = ParameterIn.HEADER,
      description =
          "Your name for this submission, 1 to 255 visible ASCII characters, kept for at least 24"
              + " hours: the same payload under the same key creates no second job.",
      schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255),
      example = "order-4711")
  @APIResponse(
      responseCode = "202",
      description = "The job is committed.",
      headers = {
        @Header(
            name = "Location",
            description = "The path for polling.",
            schema =
                @Schema(
                    type = SchemaType.STRING,
                    examples = "/v1/jobs/019a3c5e-7d10-7a52-9d3e-0f6a4c1b2d3e")),
        @Header(name = "Retry-After", ref = "RetryAfter")
      },
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobView.class)))
  @APIResponse(
      responseCode = "200",
      description =
          "The job that was first submitted under this key, in its current state; or, with Prefer:"
              + " wait, the finished job.",
      headers =
          @Header(
              name = REPLAYED,
              description = "true if the job was submitted before.",
              schema = @Schema(type = SchemaType.BOOLEAN)),
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobView.class)))
  @APIResponse(responseCode = "400", ref = "InvalidJson")
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "408", ref = "TooSlow")
  @APIResponse(responseCode = "410", ref = "JobDeleted")
  @APIResponse(responseCode = "413", ref = "TooLarge")
  @APIResponse(responseCode = "415", ref = "UnsupportedSubmission")
  @APIResponse(responseCode = "422", ref = "InvalidSubmission")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "Submission"),
              examples = {
                @ExampleObject(
                    name = "short",
                    summary = "Model and prompt",
                    value = "{\"model\": \"gpt-5-mini\", \"prompt\": \"Tell me a joke.\"}"),
                @ExampleObject(
                    name = "whole",
                    summary = "The provider's request",
                    value =
                        """
                        {"endpoint": "/v1/responses",
                         "body": {"model": "gpt-5-mini", "input": "Tell me a joke."},
                         "priority": 10, "delay_seconds": 60, "max_attempts": 3,
                         "metadata": {"customer": "acme"}}
                        """)
              }))
  public Uni<Response> submit(
      @Context HttpHeaders headers,
      @Parameter(ref = "Prefer") @HeaderParam("Prefer") List<String> prefer,
      InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    Submitted submitted = intake.take(caller, headers, body);
    Optional<Duration> wait = Preferences.wait(prefer);
    return switch (submitted.taken()) {
      case Accepted accepted ->
          wait.map(atMost -> answers.submitted(caller, accepted.id(), atMost))
              .orElseGet(() -> Uni.createFrom().item(accepted(submitted.submission(), accepted)));
      case Replayed replayed -> replayed(caller, replayed.id(), wait);
    };
  }

  /** Derived from the committed data, without another query. */
  private Response accepted(Submission submission, Accepted accepted) {
    return JobVersions.describe(
            Response.accepted(JobViews.accepted(submission, accepted)),
            new JobVersion(accepted.state(), 0, (short) 1, accepted.runAt()),
            clock)
        .header(HttpHeaders.LOCATION, JobAnswers.location(accepted.id()))
        .build();
  }

  private Uni<Response> replayed(Caller caller, UUID id, Optional<Duration> wait) {
    return answers
        .submitted(caller, id, wait.orElse(Duration.ZERO))
        .map(job -> Response.fromResponse(job).status(Status.OK).header(REPLAYED, true).build());
  }
}
