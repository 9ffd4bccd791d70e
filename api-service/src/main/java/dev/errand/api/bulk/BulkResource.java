package dev.errand.api.bulk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.errand.api.access.Callers;
import dev.errand.api.admit.Admission;
import dev.errand.api.admit.Decision.Allowed;
import dev.errand.api.admit.Decision.Denied;
import dev.errand.api.admit.Denial;
import dev.errand.api.admit.Rejections;
import dev.errand.api.admit.Upload;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.MinimumRateBody;
import dev.errand.api.http.Operations;
import dev.errand.api.http.Paths;
import dev.errand.api.jobs.Intake;
import dev.errand.api.ndjson.Lines;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.submit.IdempotencyKey;
import dev.errand.api.submit.RejectedException;
import dev.errand.api.submit.SubmissionReader;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Submits many jobs in one upload, one per line. */
@Path(Paths.JOBS)
@RunOnVirtualThread
@Singleton
@Tag(name = "Jobs")
class BulkResource {

  private final Callers callers;
  private final BodyReader bodies;
  private final SubmissionReader reader;
  private final Admission admission;
  private final Rejections rejections;
  private final ObjectWriter json;
  private final int lines;
  private final Duration patience;

  @Inject
  BulkResource(
      Callers callers,
      BodyReader bodies,
      SubmissionReader reader,
      Admission admission,
      Rejections rejections,
      ObjectMapper mapper,
      ApiConfig config) {
    this.callers = callers;
    this.bodies = bodies;
    this.reader = reader;
    this.admission = admission;
    this.rejections = rejections;
    this.json = mapper.writer();
    this.lines = config.bulk().lines();
    this.patience = config.bodyTimeout();
  }

  @POST
  @Path(Paths.BULK)
  @Consumes({Operations.NDJSON, Operations.JSONL, Operations.JSON_LINES})
  @Produces(Operations.NDJSON)
  @Operation(
      operationId = "submitJobs",
      summary = "Submit many jobs",
      description =
          "One JSON object per line, each as for POST /v1/jobs; at most 100,000 lines. The response"
              + " has one line for each line that is not blank, in the same order, and is sent"
              + " during the upload; a last line has the summary. An invalid line does not affect"
              + " the others.")
  @Parameter(
      name = Intake.KEY,
      in = ParameterIn.HEADER,
      description =
          "Your name for this upload. Line N gets the key NAME/N, so you can repeat an interrupted"
              + " upload as a whole.",
      schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 255),
      example = "batch-2026-01-05")
  @APIResponse(
      responseCode = "200",
      description = "One line for each line of the upload, in the same order, and a summary.",
      content =
          @Content(
              mediaType = Operations.NDJSON,
              schema = @Schema(anyOf = {LineAnswer.class, LastLine.class}),
              examples = @ExampleObject(name = "two lines", ref = "UploadResults")))
  @APIResponse(responseCode = "406", ref = "NotAcceptable")
  @APIResponse(responseCode = "415", ref = "UnsupportedUpload")
  @APIResponse(responseCode = "422", ref = "InvalidKey")
  @APIResponse(responseCode = "503", ref = "TooManyUploads")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = Operations.NDJSON,
              schema = @Schema(ref = "Submission"),
              examples = @ExampleObject(name = "two lines", ref = "UploadedJobs")))
  public StreamingOutput submit(@Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    Optional<IdempotencyKey> key = key(headers);
    Upload upload = upload(caller);
    LineIntake intake = new LineIntake(reader, upload, rejections, bodies, key);
    BulkUpload bulk = new BulkUpload(lines(body), lines, intake, callers.longRequest());
    return out -> {
      try (upload) {
        bulk.run(out, json);
      }
    };
  }

  private Optional<IdempotencyKey> key(HttpHeaders headers) {
    try {
      bodies.requirePlain(headers);
      return Intake.key(headers);
    } catch (RejectedException | ProblemException e) {
      throw new ProblemException(rejections.reject(e));
    }
  }

  private Upload upload(Caller caller) {
    return switch (admission.upload(caller)) {
      case Allowed<Upload>(Upload upload) -> upload;
      case Denied<Upload>(Denial denial) ->
          throw new ProblemException(rejections.reject(denial.problem()));
    };
  }

  private Lines lines(InputStream body) {
    return new Lines(new MinimumRateBody(body, patience), bodies.limit());
  }
}
