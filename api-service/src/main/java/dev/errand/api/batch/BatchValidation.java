package dev.errand.api.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.api.access.Owners;
import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchMoves;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStoreException;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.logging.Logger;

/** Validates all lines of a batch before the first one runs. */
@ApplicationScoped
class BatchValidation {

  private static final Logger LOG = Logger.getLogger(BatchValidation.class);

  private final Owners owners;
  private final FileStore files;
  private final BatchCheck check;
  private final BatchMoves moves;
  private final ObjectMapper json;

  @Inject
  BatchValidation(
      Owners owners, FileStore files, BatchCheck check, BatchMoves moves, ObjectMapper json) {
    this.owners = owners;
    this.files = files;
    this.check = check;
    this.moves = moves;
    this.json = json;
  }

  /** Validates a batch; returns whether its lines are valid. */
  boolean validate(ActiveBatch batch, Runnable renew) {
    Checked checked = checked(batch, renew);
    if (checked.isValid()) {
      moves.accept(batch.id(), checked.lines(), checked.model());
      LOG.info(
          LogLine.event("batch_validated")
              .with("batch", batch.id())
              .with("lines", checked.lines()));
      return true;
    }
    if (moves.reject(batch.id(), LineError.json(json, checked.errors()))) {
      LOG.info(
          LogLine.event("batch_failed")
              .with("batch", batch.id())
              .with("errors", checked.errors().size()));
    }
    return false;
  }

  private Checked checked(ActiveBatch batch, Runnable renew) {
    try (InputStream in = files.read(batch.input(), 0)) {
      return check.check(
          in, batch.endpoint(), owners.of(batch.tenant(), batch.apiKey()), batch.priority(), renew);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the validation", e);
    } catch (IOException e) {
      throw new FileStoreException("the input file could not be read: " + e.getMessage(), e);
    }
  }
}
