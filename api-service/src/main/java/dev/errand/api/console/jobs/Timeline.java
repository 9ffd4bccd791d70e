package dev.errand.api.console.jobs;

import dev.errand.api.console.page.Formats;
import dev.errand.api.jobs.AttemptView;
import dev.errand.api.jobs.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The attempts of a job as a picture, 1000 units wide. What it shows is in the table of attempts
 * too.
 *
 * @param from when the job was accepted
 * @param length from there to its end, or to the last thing that happened
 */
public record Timeline(String length, List<Bar> bars) {

  static final int WIDTH = 1000;
  private static final int NARROWEST = 3;

  /** An attempt. */
  public record Bar(int x, int width, String kind, String title) {}

  static Timeline of(JobView job, Instant now) {
    List<AttemptView> attempts = Objects.requireNonNullElse(job.attempts(), List.of());
    Instant from = job.course().createdAt();
    Instant to = end(job, attempts, now);
    long length = Math.max(1, Duration.between(from, to).toMillis());
    List<Bar> bars = new ArrayList<>();
    for (AttemptView attempt : attempts) {
      Instant ended = attempt.endedAt() == null ? to : attempt.endedAt();
      int x = place(from, attempt.startedAt(), length);
      int width = Math.max(NARROWEST, place(from, ended, length) - x);
      bars.add(new Bar(Math.min(x, WIDTH - NARROWEST), width, kind(attempt), title(attempt)));
    }
    return new Timeline(Formats.duration(Duration.ofMillis(length)), bars);
  }

  /** In steps, so that the page changes rarely while nothing happens. */
  private static Instant end(JobView job, List<AttemptView> attempts, Instant now) {
    if (job.course().endedAt() != null) {
      return job.course().endedAt();
    }
    boolean running = !attempts.isEmpty() && attempts.getLast().endedAt() == null;
    if (running || attempts.isEmpty()) {
      return Instant.ofEpochSecond(now.getEpochSecond() / 10 * 10 + 10);
    }
    return Objects.requireNonNull(attempts.getLast().endedAt());
  }

  private static int place(Instant from, Instant time, long length) {
    long place = WIDTH * Duration.between(from, time).toMillis() / length;
    return (int) Math.clamp(place, 0, WIDTH);
  }

  private static String kind(AttemptView attempt) {
    return attempt.outcome() == null ? "running" : attempt.outcome().text();
  }

  private static String title(AttemptView attempt) {
    return "attempt %d: %s, %s"
        .formatted(
            attempt.number(),
            kind(attempt).replace('_', ' '),
            JobRow.between(attempt.startedAt(), attempt.endedAt()));
  }
}
