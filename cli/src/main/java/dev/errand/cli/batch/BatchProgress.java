package dev.errand.cli.batch;

import dev.errand.cli.batch.BatchState.Written;
import dev.errand.cli.output.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The line that shows how far a batch is. */
final class BatchProgress {

  private static final int WIDTH = 23;
  private static final int PERCENT = 100;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final Progress line;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Instant begun;
  private final int total;
  private final int before;

  /**
   * Begins to show it.
   *
   * @param total the number of rows
   * @param before how many of them an earlier command has read: they say nothing about the speed
   */
  BatchProgress(Progress line, InstantSource clock, ZoneId zone, int total, int before) {
    this.line = line;
    this.clock = clock;
    this.zone = zone;
    this.begun = clock.instant();
    this.total = total;
    this.before = before;
  }

  void show(Written written, String status) {
    line.show(text(written, status));
  }

  void end() {
    line.end();
  }

  String text(Written written, String status) {
    int done = written.succeeded() + written.failed();
    if (done == 0) {
      return status.isEmpty() ? "waiting" : status.replace('_', ' ');
    }
    int full = WIDTH * done / total;
    return String.format(
        Locale.ROOT,
        "%s%s %3d %%  %,d ok  %,d failed  %,d to go%s",
        "█".repeat(full),
        "░".repeat(WIDTH - full),
        PERCENT * done / total,
        written.succeeded(),
        written.failed(),
        total - done,
        speed(done));
  }

  private String speed(int done) {
    Duration elapsed = Duration.between(begun, clock.instant());
    long perMinute = (done - before) * MINUTE.toMillis() / Math.max(1, elapsed.toMillis());
    if (perMinute == 0 || done == total) {
      return "";
    }
    Instant end = clock.instant().plusSeconds((total - done) * MINUTE.toSeconds() / perMinute);
    return String.format(
        Locale.ROOT, "  %,d/min  eta %s", perMinute, TIME.format(end.atZone(zone)));
  }
}
