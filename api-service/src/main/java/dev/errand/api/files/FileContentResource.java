package dev.errand.api.files;

import dev.errand.api.access.Callers;
import dev.errand.api.files.Transfers.Transfer;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.StoredFile;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Right;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Sends the content of files, as fast as the client reads it. */
@Path(Paths.FILES)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class FileContentResource {

  private static final Logger LOG = Logger.getLogger(FileContentResource.class);
  private static final String IF_RANGE = "If-Range";
  private static final String RANGE = "Range";
  private static final int BUFFER = 64 * 1024;

  private final Callers callers;
  private final FilePath files;
  private final FileStore store;
  private final Transfers transfers;

  @Inject
  FileContentResource(Callers callers, FilePath files, FileStore store, Transfers transfers) {
    this.callers = callers;
    this.files = files;
    this.store = store;
    this.transfers = transfers;
  }

  @GET
  @Path(Paths.CONTENT)
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      operationId = "getFileContent",
      summary = "Get a file's content",
      description = "The bytes as they were uploaded; a part of them with a Range header.")
  @APIResponse(
      responseCode = "200",
      description = "The content.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "206",
      description = "The part of the content that Range names.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_OCTET_STREAM,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "404", ref = "OpenAIError")
  @APIResponse(responseCode = "default", ref = "OpenAIError")
  public Response content(
      @Context HttpServerRequest request, @Parameter(ref = "FileId") @PathParam("id") String id) {
    StoredFile file = files.file(callers.with(Right.READ), id);
    ByteRange range = range(request, file.bytes());
    ResponseBuilder response =
        Response.status(range.isPartial() ? Status.PARTIAL_CONTENT : Status.OK)
            .header(HttpHeaders.CONTENT_LENGTH, range.length())
            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
            .header("Accept-Ranges", "bytes");
    if (range.isPartial()) {
      response.header("Content-Range", range.text());
    }
    return request.method().equals(HttpMethod.HEAD)
        ? response.build()
        : response.entity(body(file.content(), range, request.response())).build();
  }

  /** Nobody has a validator for {@code If-Range}: none is ever sent. */
  private static ByteRange range(HttpServerRequest request, long size) {
    return ByteRange.of(
        request.headers().contains(IF_RANGE) ? null : request.getHeader(RANGE), size);
  }

  /**
   * Content that breaks off ends the connection: its client must take neither that nor an error for
   * the rest of it.
   */
  private StreamingOutput body(UUID content, ByteRange range, HttpServerResponse response) {
    Transfer transfer = transfers.begin();
    return out -> {
      try (transfer;
          InputStream in = store.read(content, range.from())) {
        copy(in, out, range.length());
      } catch (IOException e) {
        response.reset();
        LOG.info(LogLine.event("download_broken").with("error", e.getMessage()));
        throw new ProblemException(ProblemType.UNAVAILABLE, "the content could not be sent");
      } catch (RuntimeException e) {
        response.reset();
        throw e;
      }
    };
  }

  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (long left = length; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        throw new EOFException("the file was deleted while it was read");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
