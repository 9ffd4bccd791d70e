package dev.errand.api.files;

import dev.errand.api.access.LongRequest;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.config.OpenAiConfig.FilesConfig;
import dev.errand.api.http.BodyReader;
import dev.errand.api.http.MinimumRateBody;
import dev.errand.api.openai.Transfers;
import dev.errand.api.problem.ProblemException;
import dev.errand.api.problem.ProblemType;
import dev.errand.store.files.FileQueries;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.StoredFile;
import dev.errand.tenant.Caller;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;

/** Receives files. */
@ApplicationScoped
class FileUploads {

  private final BodyReader bodies;
  private final Transfers transfers;
  private final Shelf shelf;
  private final long limit;
  private final Duration patience;

  @Inject
  FileUploads(
      BodyReader bodies,
      Transfers transfers,
      FileRecordStore records,
      FileQueries queries,
      FileStore files,
      Clock clock,
      OpenAiConfig openAi,
      ApiConfig api) {
    FilesConfig config = openAi.files();
    this.bodies = bodies;
    this.transfers = transfers;
    this.limit = config.limit().asLongValue();
    this.shelf =
        new Shelf(
            records,
            queries,
            files,
            clock,
            limit,
            config.tenantLimit().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE));
    this.patience = api.bodyTimeout();
  }

  /**
   * Where files go.
   *
   * @param limit maximum bytes of a file
   * @param tenantLimit maximum bytes of all files of a tenant
   */
  record Shelf(
      FileRecordStore records,
      FileQueries queries,
      FileStore files,
      Clock clock,
      long limit,
      long tenantLimit) {}

  /**
   * Stores the file of a request while its body arrives. If that fails, nothing of it is left.
   *
   * @throws ProblemException if it is not accepted
   */
  StoredFile receive(Caller caller, HttpHeaders headers, InputStream body, LongRequest request) {
    bodies.requirePlain(headers);
    if (announced(headers) > limit + BoundedBody.OVERHEAD) {
      throw FileProblems.tooLarge(limit);
    }
    FileUpload upload = new FileUpload(caller, request, shelf);
    try (Transfers.Transfer _ = transfers.begin()) {
      InputStream bounded = new BoundedBody(new MinimumRateBody(body, patience), limit);
      return upload.receive(
          Multipart.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), bounded));
    } catch (IOException e) {
      throw new ProblemException(
          ProblemType.INVALID_REQUEST,
          "the body ended early, or is not valid multipart/form-data: " + e.getMessage());
    }
  }

  private static long announced(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }
}
