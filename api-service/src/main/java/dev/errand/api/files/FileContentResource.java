package dev.errand.api.files;

import dev.errand.api.access.Callers;
import dev.errand.api.batch.BatchFiles;
import dev.errand.api.http.AccessResponses;
import dev.errand.api.http.Paths;
import dev.errand.api.openai.Transfers;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.StoredFile;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sends the content of files, as fast as the client reads it. */
@Path(Paths.FILES)
@RunOnVirtualThread
@Tag(name = AccessResponses.OPENAI)
class FileContentResource {

  private static final String IF_RANGE = "If-Range";
  private static final String RANGE = "Range";
  private static final int BUFFER = 64 * 1024;

  private final Callers callers;
  private final FilePath files;
  private final FileStore store;
  private final BatchFiles batches;
  private final Transfers transfers;

  @Inject
  FileContentResource(
      Callers callers, FilePath files, FileStore store, BatchFiles batches, Transfers transfers) {
    this.callers = callers;
    this.files = files;
    this.store = store;
    this.batches = batches;
    this.transfers = transfers;
  }

  @GET
  @Path(Paths.CONTENT)
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      operationId = "getFileContent",
      summary = "Get a file's content",
      description =
          "The bytes as they were uploaded, or the lines of a batch; a part of them with a Range"
              + " header.")
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
        : response.entity(body(file, range, request.response())).build();
  }

  /** Nobody has a validator for {@code If-Range}: none is ever sent. */
  private static ByteRange range(HttpServerRequest request, long size) {
    return ByteRange.of(
        request.headers().contains(IF_RANGE) ? null : request.getHeader(RANGE), size);
  }

  private StreamingOutput body(StoredFile file, ByteRange range, HttpServerResponse response) {
    return transfers.download(response, () -> opened(file, range));
  }

  private StreamingOutput opened(StoredFile file, ByteRange range) {
    InputStream in = content(file, range.from());
    return out -> {
      try (in) {
        copy(in, out, range.length());
      }
    };
  }

  private InputStream content(StoredFile file, long from) {
    return file.view()
        .map(part -> batches.read(part, from))
        .orElseGet(() -> store.read(file.content(), from));
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
