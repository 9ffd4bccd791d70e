package dev.errand.api.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchMoves;
import dev.errand.store.files.FileStoreException;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What happens to a batch whose input file has fewer lines than were validated, because its bytes
 * were lost outside of Errand.
 */
@ApplicationScoped
class LostInput {

  private static final Logger LOG = Logger.getLogger(LostInput.class);

  private final BatchMoves moves;
  private final ObjectMapper json;

  @Inject
  LostInput(BatchMoves moves, ObjectMapper json) {
    this.moves = moves;
    this.json = json;
  }

  /**
   * Gives up the lines that are not jobs if the batch is stopped: they would not run anyway, and it
   * could never end. Another batch waits for its file until it is restored, or the batch stopped.
   *
   * @return whether the batch goes on at once
   * @throws FileStoreException if it waits
   */
  boolean giveUp(ActiveBatch batch) {
    int lost = batch.total().orElseThrow() - batch.planned();
    if (!batch.stopped()) {
      throw new FileStoreException(
          "%d lines of the input file are missing; restore it, or cancel the batch".formatted(lost),
          null);
    }
    LineError error =
        new LineError(
            "input_lost",
            "The input file has been lost. Its last %d lines did not run, and are in no file."
                .formatted(lost),
            null,
            null);
    if (moves.giveUpRest(batch.id(), LineError.json(json, List.of(error)))) {
      LOG.warn(LogLine.event("batch_input_lost").with("batch", batch.id()).with("lines", lost));
    }
    return true;
  }
}
