package dev.errand.cli.batch;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.output.Durations;
import dev.errand.cli.output.Screen;
import dev.errand.cli.service.ExitCode;
import dev.errand.client.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What is said about a batch that has ended, and the exit code that follows from it. */
final class BatchReport {

  private static final String COMPLETED = "completed";
  private static final String FAILED = "failed";

  private final Screen screen;
  private final PromptFile prompts;

  BatchReport(Screen screen, PromptFile prompts) {
    this.screen = screen;
    this.prompts = prompts;
  }

  /** Whether nothing has run, so that the same input may be sent again. */
  static boolean isRejected(Batch batch) {
    return batch.status().equals(FAILED);
  }

  /** Reports a batch whose lines the service did not accept. */
  int rejected(Batch batch) {
    screen.complain("The service rejected the input; nothing has run:");
    List<Row> rows = List.copyOf(prompts.rows().values());
    for (Batch.LineError error :
        batch.errors().map(Batch.Errors::data).orElse(List.<Batch.LineError>of())) {
      int line = error.line().orElse(0);
      boolean known = line >= 1 && line <= rows.size();
      String where = known ? "line " + rows.get(line - 1).line() + ": " : "";
      screen.err().println("  " + where + error.message());
    }
    return ExitCode.FAILED;
  }

  /** Reports a batch whose results have been read. */
  int ended(Batch batch, Written written, Duration took) throws IOException {
    int missing = prompts.rows().size() - written.succeeded() - written.failed();
    screen.print(written.answers());
    screen.say(
        "%s in %s: %s in %s"
            .formatted(
                batch.status().equals(COMPLETED) ? "Done" : "The batch is " + batch.status(),
                Durations.text(took),
                count(written.succeeded(), "answer"),
                written.answers()));
    if (written.failed() > 0) {
      screen.say(count(written.failed(), "row") + " without an answer in " + written.errors());
      FailureSummary.of(Path.of(written.errors()), prompts.separator()).forEach(screen::say);
      screen.say("To ask for these again, give that file to errand batch.");
    }
    if (missing > 0) {
      screen.complain(
          count(missing, "result") + " of this batch can't be read: its files were deleted");
    }
    return written.failed() + missing == 0 ? ExitCode.OK : ExitCode.NO_SUCCESS;
  }

  private static String count(int number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}
