package dev.errand.cli.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.output.Progress;
import dev.errand.cli.output.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchProgressTest {

  private Instant now = Instant.parse("2026-01-05T14:00:00Z");

  @Test
  void speedIsThatOfThisCommand() {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Progress line =
        new Progress(new Screen(nowhere, nowhere, () -> true, () -> true, false), () -> now);
    BatchProgress progress = new BatchProgress(line, () -> now, ZoneOffset.UTC, 5000, 3000);

    assertEquals("in progress", progress.text(written(0, 0), "in_progress"));
    now = now.plusSeconds(60);
    assertEquals(
        "██████████████████░░░░░  80 %  3,950 ok  50 failed  1,000 to go  1,000/min  eta 14:02",
        progress.text(written(3950, 50), "in_progress"));
    assertEquals(
        "███████████████████████ 100 %  4,950 ok  50 failed  0 to go",
        progress.text(written(4950, 50), "in_progress"));
  }

  private static Written written(int succeeded, int failed) {
    return new Written("a", "e", Optional.empty(), 0, 0, succeeded, failed);
  }
}
