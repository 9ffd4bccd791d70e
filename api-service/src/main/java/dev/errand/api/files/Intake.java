package dev.errand.api.files;

import dev.errand.api.access.LongRequest;
import dev.errand.api.problem.ProblemException;
import dev.errand.database.DatabaseException;
import dev.errand.telemetry.LogLine;
import dev.errand.tenant.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The bytes of a file, or of a part of one, while they arrive: they are stored, counted and
 * limited. Used by one thread.
 */
public final class Intake {

  private static final Logger LOG = Logger.getLogger(Intake.class);
  private static final int BUFFER = 64 * 1024;
  private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

  private final Caller caller;
  private final LongRequest request;
  private final Shelf shelf;
  private final SizeLimit limit;
  private final UUID content;
  private long bytes;
  private long room;
  private long recorded = System.nanoTime();

  /**
   * @param request whose caller may lose access during the upload
   * @param content where the bytes go
   */
  public Intake(Caller caller, LongRequest request, Shelf shelf, SizeLimit limit, UUID content) {
    this.caller = caller;
    this.request = request;
    this.shelf = shelf;
    this.limit = limit;
    this.content = content;
    this.room = room();
  }

  /** Where the bytes go. */
  public UUID content() {
    return content;
  }

  /** How many have arrived. */
  public long bytes() {
    return bytes;
  }

  /**
   * Stores all that arrives. The output is not closed if this fails: that would store the rest of
   * what is given up.
   */
  public void store(InputStream in) throws IOException {
    OutputStream out = shelf.files().write(content);
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      requireRoom();
      out.write(buffer, 0, read);
      goOn();
    }
    out.close();
  }

  /** Requires once more that the tenant may have as much. */
  public void requireRoomStill() {
    room = room();
    requireRoom();
  }

  /** Gives up what was stored. */
  public void abandon() {
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

  private void requireRoom() {
    if (bytes > limit.bytes()) {
      throw limit.exceeded();
    }
    if (bytes > room) {
      throw FileProblems.tenantFull(shelf.tenantLimit());
    }
  }

  /** Other uploads of the tenant may have taken some of it meanwhile. */
  private long room() {
    return shelf.tenantLimit() == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : shelf.tenantLimit() - shelf.queries().used(caller, content);
  }

  private void goOn() {
    request
        .objection()
        .ifPresent(
            problem -> {
              throw new ProblemException(problem);
            });
    if (System.nanoTime() - recorded > PROGRESS_NANOS) {
      recorded = System.nanoTime();
      if (!shelf.records().progress(caller, content, bytes)) {
        throw FileProblems.gone();
      }
    }
  }
}
