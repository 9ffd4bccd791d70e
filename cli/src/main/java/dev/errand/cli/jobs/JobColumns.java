package dev.errand.cli.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.errand.cli.output.Column;
import dev.errand.cli.output.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The columns of lists of jobs. */
final class JobColumns {

  /** The first ones are printed unless others are asked for. */
  static final List<Column> ALL =
      List.of(
          Column.of("id", "id"),
          Column.of("state", "state"),
          Column.of("model", "model"),
          Column.of("lane", "lane"),
          new Column("tries", job -> text(job, "attempts_spent") + "/" + text(job, "max_attempts")),
          new Column("waited", job -> between(job, "run_at", "started_at")),
          new Column("ran", job -> between(job, "started_at", "ended_at")),
          new Column("why", JobColumns::why),
          Column.of("created", "created_at"),
          Column.of("ended", "ended_at"),
          Column.of("priority", "priority"),
          Column.of("endpoint", "endpoint"),
          Column.of("metadata", "metadata"),
          Column.of("finish", "finish_reason"),
          Column.of("position", "position"),
          new Column("tokens", job -> Column.text(job.at("/usage/total_tokens"))),
          new Column("error", job -> Column.text(job.at("/error/type"))),
          Column.of("batch", "batch"));

  static final int USUAL = 8;

  private JobColumns() {}

  /** Why it has no answer, or has not started. */
  private static String why(JsonNode job) {
    JsonNode error = job.path("error");
    if (error.isObject()) {
      return (text(error, "http_status") + " " + text(error, "type")).strip()
          + ": "
          + text(error, "message");
    }
    JsonNode waiting = job.path("waiting");
    String detail = text(waiting, "detail");
    return detail.isEmpty() ? text(waiting, "reason").replace('_', ' ') : detail;
  }

  private static String text(JsonNode job, String field) {
    return Column.text(job.path(field));
  }

  /** The latest attempt of a job may have begun before its present life became runnable. */
  private static String between(JsonNode job, String from, String to) {
    if (!job.path(from).isTextual() || !job.path(to).isTextual()) {
      return "";
    }
    Duration time = Duration.between(Instant.parse(text(job, from)), Instant.parse(text(job, to)));
    return time.isNegative() ? "" : Durations.text(time);
  }
}
