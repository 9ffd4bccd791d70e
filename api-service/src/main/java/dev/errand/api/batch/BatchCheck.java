package dev.errand.api.batch;

import dev.errand.api.config.OpenAiConfig;
import dev.errand.api.ndjson.Lines;
import dev.errand.api.ndjson.Lines.Line;
import dev.errand.job.Endpoint;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;

/** Checks a batch's input file as a whole: nothing of it runs unless all lines are valid. */
@ApplicationScoped
class BatchCheck {

  private static final long STEP = 1L << 20;

  private final BatchLineReader reader;
  private final int limit;

  @Inject
  BatchCheck(BatchLineReader reader, OpenAiConfig config) {
    this.reader = reader;
    this.limit = config.batches().lines();
  }

  /**
   * Reads the file once, to its end unless there are too many lines or errors. It holds one line at
   * a time, and a few dozen bytes for each line before.
   *
   * @param caller whose limits the models must be within
   * @param progress called about every MiB; what it throws ends the check
   * @throws InterruptedException if the thread is interrupted
   */
  Checked check(InputStream file, Endpoint endpoint, Caller caller, int priority, Runnable progress)
      throws IOException, InterruptedException {
    Findings findings = new Findings(caller.limits(), limit);
    Lines lines = reader.lines(file);
    long next = STEP;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted at line " + line.number());
      }
      if (line.end() >= next) {
        progress.run();
        next = line.end() + STEP;
      }
      if (!goesOn(findings, line, endpoint, priority)) {
        break;
      }
    }
    return findings.checked();
  }

  private boolean goesOn(Findings findings, Line line, Endpoint endpoint, int priority) {
    return line.isBlank()
        || findings.add(line.number(), () -> reader.read(line, endpoint, priority));
  }
}
