package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.store.batch.BatchPart;
import dev.errand.store.batch.BatchPurgeStore;
import dev.errand.store.files.FilePurgeStore;
import dev.errand.store.files.FilePurgeStore.Deleted;
import dev.errand.store.files.FileStoreException;
import dev.errand.store.files.FileStores;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Deletes files that have expired and uploads whose service has died, and erases the bytes, or the
 * jobs of batches, of all deleted files. A round that is interrupted is continued by the next one,
 * of this replica or another.
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
  private final FileStores files;
  private final BatchPurgeStore batches;
  private final Chunks chunks;
  private final int batch;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  @Inject
  FileErasure(FilePurgeStore records, FileStores files, BatchPurgeStore batches, ApiConfig config) {
    this.records = records;
    this.files = files;
    this.batches = batches;
    this.batch = config.dispatch().batch();
    this.chunks = new Chunks(batch);
  }

  void run() {
    int broken = chunks.untilNoneIsLeft(limit -> records.giveUp(SILENCE, limit));
    int uploads = chunks.untilNoneIsLeft(records::expireUploads);
    int expired = chunks.untilNoneIsLeft(records::expire);
    int erased = files.names().stream().mapToInt(this::erase).sum();
    if (broken + uploads + expired + erased > 0) {
      LOG.info(
          LogLine.event("files_erased")
              .with("broken_uploads", broken)
              .with("expired_uploads", uploads)
              .with("expired", expired)
              .with("erased", erased));
    }
  }

  /**
   * The next round takes what is deleted meanwhile, and what another replica is erasing. A store
   * that is away keeps nobody from erasing in the others.
   */
  private int erase(String store) {
    int erased = 0;
    try {
      for (Deleted file : records.deleted(store, batch)) {
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
        file.view().ifPresentOrElse(this::eraseLines, () -> eraseBytes(file.content()));
        erased += records.forget(file.content()) ? 1 : 0;
      }
      failing.remove(store);
    } catch (FileStoreException e) {
      if (failing.add(store)) {
        LOG.warn(
            LogLine.event("files_not_erased")
                .with("store", store)
                .with("error", e.getMessage())
                .next("the next rounds try again"));
      }
    }
    return erased;
  }

  private void eraseBytes(UUID content) {
    while (files.erase(content)) {
      // The next chunk.
    }
  }

  /** The lines of the other part stay until its file is deleted, too. */
  private void eraseLines(BatchPart view) {
    chunks.untilNoneIsLeft(limit -> batches.eraseLines(view.batch(), view.part(), limit));
    chunks.untilNoneIsLeft(limit -> batches.eraseEndings(view.batch(), limit));
  }
}
