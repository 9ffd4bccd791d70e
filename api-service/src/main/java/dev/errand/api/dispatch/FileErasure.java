package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.store.files.FilePurgeStore;
import dev.errand.store.files.FileStore;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Deletes files that have expired and uploads whose service has died, and erases the bytes of all
 * deleted files. A round that is interrupted is continued by the next one, of this replica or
 * another.
 */
@ApplicationScoped
class FileErasure {

  private static final Logger LOG = Logger.getLogger(FileErasure.class);

  /**
   * An upload that is only slow is heard of more often: its connection may be silent for {@code
   * quarkus.http.read-timeout} at most, a minute.
   */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final FilePurgeStore records;
  private final FileStore files;
  private final Chunks chunks;
  private final int batch;

  @Inject
  FileErasure(FilePurgeStore records, FileStore files, ApiConfig config) {
    this.records = records;
    this.files = files;
    this.batch = config.dispatch().batch();
    this.chunks = new Chunks(batch);
  }

  void run() {
    int broken = chunks.untilNoneIsLeft(limit -> records.giveUp(SILENCE, limit));
    int uploads = chunks.untilNoneIsLeft(records::expireUploads);
    int expired = chunks.untilNoneIsLeft(records::expire);
    int erased = erase();
    if (broken + uploads + expired + erased > 0) {
      LOG.info(
          LogLine.event("files_erased")
              .with("broken_uploads", broken)
              .with("expired_uploads", uploads)
              .with("expired", expired)
              .with("erased", erased));
    }
  }

  /** The next round takes what is deleted meanwhile, and what another replica is erasing. */
  private int erase() {
    List<UUID> deleted = records.deleted(batch);
    int erased = 0;
    for (UUID content : deleted) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      while (files.erase(content)) {
        // The next chunk.
      }
      if (records.forget(content)) {
        erased++;
      }
    }
    return erased;
  }
}
