package dev.errand.api.files;

import dev.errand.api.access.LongRequest;
import dev.errand.api.files.FileUploads.Shelf;
import dev.errand.api.files.Multipart.Part;
import dev.errand.api.problem.ProblemException;
import dev.errand.database.DatabaseException;
import dev.errand.job.JobId;
import dev.errand.store.files.GoneFileException;
import dev.errand.store.files.NewFile;
import dev.errand.store.files.StoredFile;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One upload in progress. The file may come before all that is to be known of it, so it is stored
 * first, and becomes visible once everything is there. Used by one thread.
 */
final class FileUpload {

  private static final Logger LOG = Logger.getLogger(FileUpload.class);
  private static final int BUFFER = 64 * 1024;
  private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

  /** As OpenAI's clients call what has no name. */
  private static final String NO_NAME = "upload";

  private final Caller caller;
  private final LongRequest request;
  private final Shelf shelf;
  private final FileFields fields = new FileFields();
  private @Nullable UUID content;
  private String filename = NO_NAME;
  private long bytes;
  private long room;
  private long recorded = System.nanoTime();

  /**
   * @param request whose caller may lose access during the upload
   */
  FileUpload(Caller caller, LongRequest request, Shelf shelf) {
    this.caller = caller;
    this.request = request;
    this.shelf = shelf;
  }

  /**
   * Receives the file and its fields.
   *
   * @throws IOException if the body breaks off or is malformed
   * @throws ProblemException if the upload is not accepted
   */
  StoredFile receive(Multipart parts) throws IOException {
    Optional<StoredFile> file = Optional.empty();
    try {
      for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
        take(part.get());
      }
      fields.requireComplete(content != null);
      file = complete();
      return file.orElseThrow(FileProblems::gone);
    } catch (GoneFileException _) {
      throw FileProblems.gone();
    } finally {
      if (file.isEmpty()) {
        abandon();
      }
    }
  }

  private void take(Part part) throws IOException {
    if (!part.name().equals(FileFields.FILE)) {
      fields.put(part);
      return;
    }
    if (content != null) {
      throw FileProblems.invalid(FileFields.FILE, "must occur only once");
    }
    part.filename().filter(name -> !name.isEmpty()).ifPresent(name -> filename = name);
    if (filename.indexOf('\0') >= 0) {
      throw FileProblems.invalid(FileFields.FILE, "its filename must not contain a NUL character");
    }
    content = shelf.records().begin(caller);
    room = room(content);
    store(part.content(), shelf.files().write(content), content);
  }

  /** The output is not closed if this fails: that would store the rest of what is given up. */
  private void store(InputStream in, OutputStream out, UUID key) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      requireRoom();
      out.write(buffer, 0, read);
      goOn(key);
    }
    out.close();
  }

  private void requireRoom() {
    if (bytes > shelf.limit()) {
      throw FileProblems.tooLarge(shelf.limit());
    }
    if (bytes > room) {
      throw FileProblems.tenantFull(shelf.tenantLimit());
    }
  }

  /** Other uploads of the tenant may have taken some of it meanwhile. */
  private long room(UUID key) {
    return shelf.tenantLimit() == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : shelf.tenantLimit() - shelf.queries().used(caller, key);
  }

  private void goOn(UUID key) {
    request
        .objection()
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    if (System.nanoTime() - recorded > PROGRESS_NANOS) {
      recorded = System.nanoTime();
      if (!shelf.records().progress(caller, key, bytes)) {
        throw FileProblems.gone();
      }
    }
  }

  private Optional<StoredFile> complete() {
    UUID key = content;
    if (key == null) {
      throw new IllegalStateException("an upload without a file can't be complete");
    }
    room = room(key);
    requireRoom();
    return shelf
        .records()
        .complete(
            caller,
            key,
            new NewFile(
                JobId.next(shelf.clock()),
                fields.purpose(),
                filename,
                bytes,
                fields.expiresAfter()));
  }

  private void abandon() {
    if (content == null) {
      return;
    }
    try {
      shelf.records().abandon(caller, content);
    } catch (DatabaseException e) {
      LOG.warn(
          LogLine.event("upload_not_abandoned")
              .with("content", content)
              .with("error", e.getMessage())
              .next("the dispatcher erases it later"));
    }
  }
}
