package dev.errand.api.console.jobs;

import dev.errand.api.console.page.Formats;
import dev.errand.api.console.page.Moment;
import dev.errand.api.jobs.ErrorView;
import dev.errand.api.jobs.JobView;
import dev.errand.api.jobs.UsageView;
import dev.errand.api.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job in a list: never its prompt or its answer.
 *
 * @param tries attempts that count, of how many
 * @param why it waits, or has failed
 */
public record JobRow(
    UUID id,
    String shortId,
    String state,
    String icon,
    String model,
    String lane,
    String tries,
    String waited,
    String ran,
    String tokens,
    Moment created,
    Moment ended,
    String why) {

  static JobRow of(JobView job) {
    JobView.Course course = job.course();
    return new JobRow(
        job.id(),
        Formats.shortened(job.id().toString()),
        job.state().text(),
        Formats.icon(job.state()),
        job.call().model(),
        job.plan().lane(),
        course.attemptsSpent() + "/" + job.plan().maxAttempts(),
        between(course.createdAt(), course.startedAt()),
        between(course.startedAt(), course.endedAt()),
        tokens(job.ending().usage()),
        Moment.of(course.createdAt()),
        Moment.of(course.endedAt()),
        why(course.waiting(), job.ending().error()));
  }

  static String between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? Formats.NONE : Formats.duration(Duration.between(from, to));
  }

  static String tokens(@Nullable UsageView usage) {
    return usage == null || usage.totalTokens() == null
        ? Formats.NONE
        : Formats.number(usage.totalTokens());
  }

  private static String why(@Nullable Waiting waiting, @Nullable ErrorView error) {
    if (waiting != null) {
      return waiting.reason().replace('_', ' ') + ": " + waiting.detail();
    }
    return error == null ? "" : reason(error);
  }

  private static String reason(ErrorView error) {
    String status = error.httpStatus() == null ? "" : error.httpStatus() + " ";
    return status + error.type() + ": " + Objects.requireNonNullElse(error.message(), "");
  }
}
