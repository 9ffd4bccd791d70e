package dev.errand.api.files;

import dev.errand.api.access.Callers;
import dev.errand.api.admin.Author;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Paths;
import dev.errand.store.files.FileQueries;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.StoredFile;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Uploads, lists and deletes files. */
@Path(Paths.FILES)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class FileResource {

  private final Callers callers;
  private final FileUploads uploads;
  private final FileQueries queries;
  private final FileRecordStore records;
  private final FilePath files;

  @Inject
  FileResource(
      Callers callers,
      FileUploads uploads,
      FileQueries queries,
      FileRecordStore records,
      FilePath files) {
    this.callers = callers;
    this.uploads = uploads;
    this.queries = queries;
    this.records = records;
    this.files = files;
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(
      operationId = "createFile",
      summary = "Upload a file",
      description =
          "The parts may have any order, and the length of the body need not be known. The file is"
              + " stored while it arrives; if the upload breaks off, nothing of it is left.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.MULTIPART_FORM_DATA,
              schema = @Schema(ref = "OpenAIFileUpload")))
  @APIResponse(
      responseCode = "200",
      description = "The file.",
      content = @Content(schema = @Schema(implementation = FileView.class)))
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public FileView create(@Context HttpHeaders headers, InputStream body) {
    Caller caller = callers.with(Right.SUBMIT);
    return FileView.of(uploads.receive(caller, headers, body, callers.longRequest()));
  }

  @GET
  @Operation(
      operationId = "listFiles",
      summary = "List files",
      description = "The files of the caller's tenant, by the time at which they were uploaded.")
  @Parameter(
      name = "purpose",
      in = ParameterIn.QUERY,
      description = "Only files of this purpose.",
      schema = @Schema(type = SchemaType.STRING),
      example = "batch")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      description = "Maximum number of files on the page.",
      schema =
          @Schema(
              type = SchemaType.INTEGER,
              minimum = "1",
              maximum = "10000",
              defaultValue = "10000"),
      example = "100")
  @Parameter(
      name = "order",
      in = ParameterIn.QUERY,
      description = "asc: oldest first; desc: newest first.",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"asc", "desc"},
              defaultValue = "desc"),
      example = "desc")
  @Parameter(
      name = "after",
      in = ParameterIn.QUERY,
      description = "The last_id of the previous page; that file may have been deleted.",
      schema = @Schema(type = SchemaType.STRING),
      example = "file-019a3c5e7d107a529d3e0f6a4c1b2d3e")
  @APIResponse(
      responseCode = "200",
      description = "A page of files.",
      content = @Content(schema = @Schema(implementation = FileView.Page.class)))
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public FileView.Page list(@Context UriInfo uri) {
    Caller caller = callers.with(Right.READ);
    FileQueries.Page page = FileList.read(uri.getQueryParameters());
    List<StoredFile> found = queries.list(caller, page.withOneMore());
    List<FileView> views = found.stream().limit(page.limit()).map(FileView::of).toList();
    return FileView.Page.of(views, found.size() > page.limit());
  }

  @GET
  @Path(Paths.FILE)
  @Operation(
      operationId = "getFile",
      summary = "Get a file",
      description = "What is known of the file; GET /v1/files/{id}/content is its content.")
  @APIResponse(
      responseCode = "200",
      description = "The file.",
      content = @Content(schema = @Schema(implementation = FileView.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public FileView get(@Parameter(ref = "FileId") @PathParam("id") String id) {
    return FileView.of(files.file(callers.with(Right.READ), id));
  }

  @DELETE
  @Path(Paths.FILE)
  @Operation(
      operationId = "deleteFile",
      summary = "Delete a file",
      description =
          "The file is gone at once; its content is erased shortly afterwards, and with a batch's"
              + " output or errors the jobs of those lines. The input of a batch that has not ended"
              + " can't be deleted. The audit log keeps who did it, and the file's id.")
  @APIResponse(
      responseCode = "200",
      description = "The file was deleted.",
      content = @Content(schema = @Schema(implementation = FileView.Deleted.class)))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public FileView.Deleted delete(
      @Context HttpServerRequest request, @Parameter(ref = "FileId") @PathParam("id") String id) {
    Author author = Author.of(callers.with(Right.SUBMIT), request);
    return switch (records.delete(author.caller(), author.origin(), FilePath.id(id))) {
      case DELETED -> FileView.Deleted.of(id);
      case IN_USE -> throw FileProblems.inUse(id);
      case UNKNOWN -> throw FileProblems.unknown(id);
    };
  }
}
