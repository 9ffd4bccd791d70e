package dev.errand.api.files;

import dev.errand.api.files.Multipart.Part;
import dev.errand.api.problem.ProblemException;
import dev.errand.job.JobId;
import dev.errand.store.files.GoneFileException;
import dev.errand.store.files.NewFile;
import dev.errand.store.files.StoredFile;
import dev.errand.tenant.Caller;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One upload in progress. The file may come before all that is to be known of it, so it is stored
 * first, and becomes visible once everything is there. Used by one thread.
 */
final class FileUpload {

  /** As OpenAI's clients call what has no name. */
  private static final String NO_NAME = "upload";

  private final Caller caller;
  private final Shelf shelf;
  private final Intakes intakes;
  private final Clock clock;
  private final FileFields fields = new FileFields();
  private @Nullable Intake file;
  private String filename = NO_NAME;

  /**
   * @param intakes of this request
   */
  FileUpload(Caller caller, Shelf shelf, Intakes intakes, Clock clock) {
    this.caller = caller;
    this.shelf = shelf;
    this.intakes = intakes;
    this.clock = clock;
  }

  /**
   * Receives the file and its fields.
   *
   * @throws IOException if the body breaks off or is malformed
   * @throws ProblemException if the upload is not accepted
   */
  StoredFile receive(Multipart parts) throws IOException {
    Optional<StoredFile> stored = Optional.empty();
    try {
      for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
        take(part.get());
      }
      fields.requireComplete(file != null);
      stored = complete();
      return stored.orElseThrow(FileProblems::gone);
    } catch (GoneFileException _) {
      throw FileProblems.gone();
    } finally {
      if (stored.isEmpty() && file != null) {
        file.abandon();
      }
    }
  }

  private void take(Part part) throws IOException {
    if (!part.name().equals(FileFields.FILE)) {
      fields.put(part);
      return;
    }
    if (file != null) {
      throw ProblemException.invalid(FileFields.FILE, "must occur only once");
    }
    part.filename().filter(name -> !name.isEmpty()).ifPresent(name -> filename = name);
    if (filename.indexOf('\0') >= 0) {
      throw ProblemException.invalid(
          FileFields.FILE, "its filename must not contain a NUL character");
    }
    file = intakes.into(shelf.records().begin(caller, shelf.store()));
    file.store(part.content());
  }

  private Optional<StoredFile> complete() {
    Intake intake = file;
    if (intake == null) {
      throw new IllegalStateException("an upload without a file can't be complete");
    }
    intake.requireRoomStill();
    NewFile file =
        new NewFile(
            JobId.next(clock), fields.purpose(), filename, intake.bytes(), fields.expiresAfter());
    return shelf.records().complete(caller, intake.content(), file);
  }
}
