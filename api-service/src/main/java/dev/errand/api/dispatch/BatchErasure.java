package dev.errand.api.dispatch;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.config.OpenAiConfig;
import dev.errand.store.batch.BatchPurge;
import dev.errand.store.batch.BatchPurgeStore;
import dev.errand.store.batch.Part;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Erases batches whose retention has ended, and those of deleted tenants: their files, their jobs,
 * and finally the batches. A round that is interrupted is continued by the next one, of this
 * replica or another.
 */
@ApplicationScoped
class BatchErasure {

  private static final Logger LOG = Logger.getLogger(BatchErasure.class);

  private final BatchPurge batches;
  private final BatchPurgeStore lines;
  private final Duration retention;
  private final Chunks chunks;
  private final int most;

  @Inject
  BatchErasure(BatchPurge batches, BatchPurgeStore lines, OpenAiConfig openAi, ApiConfig config) {
    this.batches = batches;
    this.lines = lines;
    this.retention = openAi.batches().retention();
    this.most = config.dispatch().batch();
    this.chunks = new Chunks(most);
  }

  void run() {
    batches.old(retention, most).forEach(this::erase);
  }

  private void erase(UUID batch) {
    batches.deleteFiles(batch);
    int jobs = 0;
    for (Part part : Part.values()) {
      jobs += chunks.untilNoneIsLeft(limit -> lines.eraseLines(batch, part, limit));
    }
    chunks.untilNoneIsLeft(limit -> lines.eraseEndings(batch, limit));
    boolean gone = batches.forget(batch);
    if (gone || jobs > 0) {
      LOG.info(
          LogLine.event("batch_erased")
              .with("batch", batch)
              .with("jobs", jobs)
              .with("complete", gone));
    }
  }
}
