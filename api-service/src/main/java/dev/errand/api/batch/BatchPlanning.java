package dev.errand.api.batch;

import dev.errand.api.access.Owners;
import dev.errand.api.admit.Admission;
import dev.errand.api.config.ApiConfig;
import dev.errand.api.ndjson.Lines;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.api.submit.BatchLine;
import dev.errand.store.batch.ActiveBatch;
import dev.errand.store.batch.BatchPlans.Turn;
import dev.errand.store.files.FileStore;
import dev.errand.store.files.FileStoreException;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Makes jobs of a batch's lines, some in each commit. */
@ApplicationScoped
class BatchPlanning {

  private final Owners owners;
  private final FileStore files;
  private final BatchLineReader reader;
  private final Admission admission;
  private final LostInput lost;
  private final int chunkLines;
  private final long chunkBytes;

  @Inject
  BatchPlanning(
      Owners owners,
      FileStore files,
      BatchLineReader reader,
      Admission admission,
      LostInput lost,
      ApiConfig config) {
    this.owners = owners;
    this.files = files;
    this.reader = reader;
    this.admission = admission;
    this.lost = lost;
    this.chunkLines = config.submit().batchJobs();
    this.chunkBytes = config.submit().batchBytes().asLongValue();
  }

  /**
   * Plans a batch's next lines.
   *
   * @return whether it goes on at once: false if its owner has no room for more jobs now
   */
  boolean plan(ActiveBatch batch, Runnable renew, BooleanSupplier goOn) {
    Caller owner =
        batch.stopped()
            ? owners.unlimited(batch.tenant(), batch.apiKey())
            : owners.of(batch.tenant(), batch.apiKey());
    try (InputStream in = files.read(batch.input(), batch.position())) {
      Lines lines = reader.lines(in, batch.position(), batch.line());
      int planned = batch.planned();
      List<BatchLine> next = next(lines, batch);
      if (next.isEmpty()) {
        return lost.giveUp(batch);
      }
      while (!next.isEmpty() && goOn.getAsBoolean()) {
        OptionalInt taken = admission.plan(owner, new Turn(batch.id(), planned), next);
        if (taken.isEmpty() || taken.getAsInt() < next.size()) {
          return taken.isEmpty();
        }
        planned += next.size();
        renew.run();
        next = next(lines, batch);
      }
      return true;
    } catch (IOException e) {
      throw new FileStoreException("the input file could not be read: " + e.getMessage(), e);
    }
  }

  private List<BatchLine> next(Lines lines, ActiveBatch batch) throws IOException {
    List<BatchLine> next = new ArrayList<>();
    long bytes = 0;
    while (next.size() < chunkLines && bytes < chunkBytes) {
      Line line = lines.next();
      if (line == null) {
        break;
      }
      bytes += line.bytes().length;
      if (!line.isBlank()) {
        next.add(reader.readAgain(line, batch.endpoint(), batch.priority()));
      }
    }
    return next;
  }
}
