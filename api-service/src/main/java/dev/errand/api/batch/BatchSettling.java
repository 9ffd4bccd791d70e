package dev.errand.api.batch;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.job.JobId;
import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchEnds;
import dev.errand.store.batch.BatchId;
import dev.errand.store.batch.BatchMoves;
import dev.errand.store.batch.BatchPart;
import dev.errand.store.batch.BatchSettlement;
import dev.errand.store.batch.BatchSettlement.View;
import dev.errand.store.batch.BatchStatus;
import dev.errand.store.batch.Part;
import dev.errand.store.batch.PartTotals;
import dev.errand.telemetry.LogLine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Ends batches all of whose lines have ended: measures their two files, and makes them. */
@ApplicationScoped
class BatchSettling {

  private static final Logger LOG = Logger.getLogger(BatchSettling.class);

  private final BatchMoves moves;
  private final BatchEnds ends;
  private final BatchFiles files;
  private final BatchSettlement settlement;
  private final Clock clock;
  private final Duration retention;

  @Inject
  BatchSettling(
      BatchMoves moves,
      BatchEnds ends,
      BatchFiles files,
      BatchSettlement settlement,
      Clock clock,
      OpenAiConfig config) {
    this.moves = moves;
    this.ends = ends;
    this.files = files;
    this.settlement = settlement;
    this.clock = clock;
    this.retention = config.batches().retention();
  }

  /** Settles a batch. */
  void settle(ActiveBatch batch, Runnable renew) {
    UUID id = batch.id();
    int total = batch.total().orElseThrow();
    moves.beginToFinalize(id);
    if (ends.count(id).ended() != total) {
      ends.recount(id);
    }
    View output = view(id, Part.OUTPUT);
    renew.run();
    View error = view(id, Part.ERROR);
    if (output.totals().lines() + error.totals().lines() != total) {
      throw new IllegalStateException(
          "batch %s has %d lines, of which %d and %d were found"
              .formatted(id, total, output.totals().lines(), error.totals().lines()));
    }
    Optional<BatchStatus> status = settlement.settle(id, output, error, retention);
    status.ifPresent(
        last ->
            LOG.info(
                LogLine.event("batch_ended")
                    .with("batch", id)
                    .with("status", last.text())
                    .with("succeeded", output.totals().lines())
                    .with("others", error.totals().lines())));
  }

  private View view(UUID batch, Part part) {
    PartTotals measured = files.totals(new BatchPart(batch, part));
    return new View(
        measured.lines() == 0 ? Optional.empty() : Optional.of(JobId.next(clock)),
        "%s_%s.jsonl".formatted(BatchId.text(batch), part.text()),
        measured);
  }
}
