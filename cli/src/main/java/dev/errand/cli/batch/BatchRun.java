package dev.errand.cli.batch;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.output.CtrlC;
import dev.errand.cli.output.Progress;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.Connection;
import dev.errand.client.Batch;
import dev.errand.client.ProblemException;
import dev.errand.client.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** Brings the answers of a batch that exists into the files, from where an earlier command was. */
final class BatchRun {

  private final Connection errand;
  private final Screen screen;
  private final CtrlC interruption;
  private final PromptFile prompts;
  private final BatchMemory memory;
  private final InstantSource clock = InstantSource.system();

  BatchRun(
      Connection errand,
      Screen screen,
      CtrlC interruption,
      PromptFile prompts,
      BatchMemory memory) {
    this.errand = errand;
    this.screen = screen;
    this.interruption = interruption;
    this.prompts = prompts;
    this.memory = memory;
  }

  /** Returns the exit code once all answers are there. */
  int finish(String batch, String answerColumn) throws IOException {
    interruption.says(
        "Batch %s goes on. The same command picks it up; to stop it: errand batches cancel %s"
            .formatted(batch, batch));
    try {
      Instant begun = clock.instant();
      Written written = read(batch, answerColumn);
      int code = report(batch, written, Duration.between(begun, clock.instant()));
      interruption.saysNothing();
      return code;
    } catch (ProblemException e) {
      if (e.type() == ProblemType.NOT_FOUND) {
        memory.keep(memory.state().over());
        interruption.says("Its retention may be over. To ask anew, use --again.");
      }
      throw e;
    }
  }

  private Written read(String batch, String answerColumn) throws IOException {
    Written from = memory.state().written().orElseThrow();
    if (memory.state().ended() && AnswerFiles.exist(from)) {
      return from;
    }
    BatchProgress progress = progress(from.succeeded() + from.failed());
    try (AnswerFiles files = AnswerFiles.open(prompts, answerColumn, from)) {
      new BatchFollower(errand, memory, files, progress).follow(batch);
      return files.written();
    } finally {
      progress.end();
    }
  }

  private BatchProgress progress(int before) {
    return new BatchProgress(
        new Progress(screen, clock), clock, ZoneId.systemDefault(), prompts.rows().size(), before);
  }

  private int report(String batch, Written written, Duration took) throws IOException {
    Batch end = errand.ask(client -> client.batches().get(batch));
    BatchReport report = new BatchReport(screen, prompts);
    if (BatchReport.isRejected(end)) {
      memory.keep(memory.state().next());
      return report.rejected(end);
    }
    memory.keep(memory.state().over());
    return report.ended(end, written, took);
  }
}
