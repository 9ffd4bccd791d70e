package dev.errand.api.batch;

import dev.errand.store.batch.BatchLines;
import dev.errand.store.batch.BatchPart;
import dev.errand.store.batch.EndedLine;
import dev.errand.store.batch.PartTotals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.List;

/**
 * The output and error files of batches. They are views: nothing of them is stored but their size.
 */
@ApplicationScoped
public class BatchFiles {

  private final BatchLines lines;

  @Inject
  public BatchFiles(BatchLines lines) {
    this.lines = lines;
  }

  /**
   * The content of a file of a batch that has ended.
   *
   * @param from the first byte, from 0
   */
  public InputStream read(BatchPart part, long from) {
    return new BatchOutput(lines, part, from);
  }

  /** The size of a file of a batch whose lines have all ended, and what its lines used. */
  public PartTotals totals(BatchPart part) {
    PartTotals totals = PartTotals.NONE;
    List<EndedLine> page = lines.page(part.batch(), part.part(), BatchLines.START);
    while (!page.isEmpty()) {
      for (EndedLine line : page) {
        totals = totals.plus(of(line));
      }
      page = lines.page(part.batch(), part.part(), page.getLast().number());
    }
    return totals;
  }

  private static PartTotals of(EndedLine line) {
    byte[] body = line.body();
    Tokens tokens = body == null ? Tokens.NONE : Tokens.of(body);
    return new PartTotals(
        LineWriter.write(line).length,
        1,
        tokens.input(),
        tokens.cached(),
        tokens.output(),
        tokens.reasoning());
  }
}
