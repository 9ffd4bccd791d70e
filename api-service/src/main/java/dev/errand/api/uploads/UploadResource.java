package dev.errand.api.uploads;

import dev.errand.api.access.Callers;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.config.OpenAiConfig.UploadsConfig;
import dev.errand.api.files.Shelf;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.Paths;
import dev.errand.api.uploads.UploadParts.PartRequest;
import dev.errand.api.uploads.UploadRequests.Completion;
import dev.errand.store.files.NewUpload;
import dev.errand.store.files.PartedUpload;
import dev.errand.store.files.PartedUpload.State;
import dev.errand.store.files.UploadId;
import dev.errand.store.files.UploadStore;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Uploads files in parts. */
@Path(Paths.UPLOADS)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class UploadResource {

  private final Callers callers;
  private final BodyReader bodies;
  private final UploadStore uploads;
  private final UploadParts parts;
  private final UploadCompletion completion;
  private final Shelf shelf;
  private final UploadsConfig config;

  @Inject
  UploadResource(
      Callers callers,
      BodyReader bodies,
      UploadStore uploads,
      UploadParts parts,
      UploadCompletion completion,
      Shelf shelf,
      OpenAiConfig config) {
    this.callers = callers;
    this.bodies = bodies;
    this.uploads = uploads;
    this.parts = parts;
    this.completion = completion;
    this.shelf = shelf;
    this.config = config.uploads();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createUpload",
      summary = "Begin an upload in parts",
      description =
          "The file exists once the upload is completed. An upload that is not completed in time"
              + " expires, and its parts are erased.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "OpenAINewUpload"),
              examples =
                  @ExampleObject(
                      name = "one KiB",
                      value =
                          """
                          {"bytes": 1024, "filename": "batch.jsonl", "mime_type": "text/jsonl", "purpose": "batch"}
                          """)))
  @APIResponse(
      responseCode = "200",
      description = "The upload.",
      content = @Content(schema = @Schema(implementation = UploadView.class)))
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public UploadView create(@Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    NewUpload upload =
        UploadRequests.create(bodies.readSettings(headers, body), config.limit().asLongValue());
    return UploadView.of(
        uploads.create(caller, upload, shelf.store(), config.lifetime()), Optional.empty());
  }

  @POST
  @Path(Paths.PARTS)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      operationId = "addUploadPart",
      summary = "Upload a part",
      description =
          "Parts may be uploaded in any order and at the same time; the order in the file is"
              + " decided when the upload is completed.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA,
              schema = @Schema(ref = "OpenAINewPart")))
  @APIResponse(
      responseCode = "200",
      description = "The part.",
      content = @Content(schema = @Schema(implementation = PartView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public PartView add(
      @Context HttpHeaders headers,
      @Parameter(ref = "UploadId") @PathParam("id") String id,
      InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    PartedUpload upload = upload(caller, id);
    return parts.receive(new PartRequest(caller, headers, body, callers.longRequest()), upload);
  }

  @POST
  @Path(Paths.COMPLETE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "completeUpload",
      summary = "Complete an upload",
      description =
          "Makes a file of parts, in the order of part_ids; other parts are erased. An upload that"
              + " is completed already is returned as it is.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "OpenAIUploadCompletion"),
              examples =
                  @ExampleObject(
                      name = "one part",
                      value = "{\"part_ids\": [\"part_019a3c5e7d107a529d3e0f6a4c1b2d3e\"]}")))
  @APIResponse(
      responseCode = "200",
      description = "The upload, with its file.",
      content = @Content(schema = @Schema(implementation = UploadView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public UploadView complete(
      @Context HttpHeaders headers,
      @Parameter(ref = "UploadId") @PathParam("id") String id,
      InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    Completion wanted = UploadRequests.complete(bodies.readSettings(headers, body));
    PartedUpload upload = upload(caller, id);
    if (upload.state() == State.PENDING || upload.state() == State.COMPLETING) {
      completion.complete(caller, upload, wanted);
      upload = upload(caller, id);
    }
    if (upload.state() != State.COMPLETED) {
      throw UploadProblems.ended(upload.id());
    }
    return UploadView.of(upload, shelf.queries().ofUpload(caller, upload.id()));
  }

  @POST
  @Path(Paths.CANCEL_UPLOAD)
  @Operation(
      operationId = "cancelUpload",
      summary = "Cancel an upload",
      description =
          "Its parts are erased shortly afterwards. An upload that is cancelled already is returned"
              + " as it is.")
  @APIResponse(
      responseCode = "200",
      description = "The upload.",
      content = @Content(schema = @Schema(implementation = UploadView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public UploadView cancel(@Parameter(ref = "UploadId") @PathParam("id") String id) {
    Caller caller = callers.with(Right.SUBMIT);
    uploads.cancel(caller, id(id));
    PartedUpload upload = upload(caller, id);
    if (upload.state() != State.CANCELLED) {
      throw UploadProblems.ended(upload.id());
    }
    return UploadView.of(upload, Optional.empty());
  }

  private PartedUpload upload(Caller caller, String id) {
    return uploads.find(caller, id(id)).orElseThrow(() -> UploadProblems.unknown(id));
  }

  private static UUID id(String id) {
    return UploadId.UPLOAD.parse(id).orElseThrow(() -> UploadProblems.unknown(id));
  }
}
