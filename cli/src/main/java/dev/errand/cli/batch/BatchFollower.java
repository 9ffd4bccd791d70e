package dev.errand.cli.batch;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.service.Connection;
import dev.errand.cli.service.Pauses;
import dev.errand.client.Batch;
import java.io.IOException;
import java.time.Duration;

/** Reads the results of a batch while it runs, and commits them to the files. */
final class BatchFollower {

  private static final Duration WAIT = Duration.ofSeconds(20);

  /** So that a fast batch is read in pages, not in single lines. */
  private static final Duration GATHER = Duration.ofMillis(250);

  private final Connection errand;
  private final BatchMemory memory;
  private final AnswerFiles files;
  private final BatchProgress progress;

  BatchFollower(Connection errand, BatchMemory memory, AnswerFiles files, BatchProgress progress) {
    this.errand = errand;
    this.memory = memory;
    this.files = files;
    this.progress = progress;
  }

  /** Returns once all results of the batch are in the files. */
  void follow(String batch) throws IOException {
    String status = "";
    int read = -1;
    while (read != 0 || !Batch.isFinal(status)) {
      int before = count();
      // A request that broke off is repeated behind the last line that arrived.
      status =
          errand.ask(
              client ->
                  client
                      .batches()
                      .results(
                          batch,
                          files.written().after(),
                          WAIT,
                          line -> files.add(ResultLine.read(line))));
      read = count() - before;
      if (read > 0) {
        memory.keep(memory.state().written(files.commit()));
      }
      progress.show(files.written(), status);
      if (!Batch.isFinal(status)) {
        Pauses.REAL.pause(GATHER);
      }
    }
  }

  private int count() {
    Written written = files.written();
    return written.succeeded() + written.failed();
  }
}
