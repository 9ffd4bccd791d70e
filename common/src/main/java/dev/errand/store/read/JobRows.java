package dev.errand.store.read;

import dev.errand.database.Rows;
import dev.errand.job.Attempt;
import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.job.ProviderError;
import dev.errand.job.Usage;
import dev.errand.store.read.JobSummary.LastError;
import dev.errand.store.read.Paging.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps rows to records, by the names of their columns. */
final class JobRows {

  /** The columns of {@link #summary}, with which it also needs those of the error. */
  static final String SUMMARY =
      """
      j.id, j.state, j.lane, j.priority, j.rank, j.run_at, j.deadline, j.life, j.attempt, j.spent,
      j.max_attempts, j.timeout_seconds, j.on_lost, j.lease_owner, j.created_at, j.started_at,
      j.ended_at, j.finish_reason, j.throttles, j.throttled_since, j.batch, r.endpoint, r.model,
      r.metadata\
      """;

  private JobRows() {}

  static JobSummary summary(ResultSet row) throws SQLException {
    return new JobSummary(
        job(row),
        Endpoint.of(row.getString("endpoint")).orElseThrow(),
        row.getString("model"),
        Metadata.parse(row.getString("metadata")),
        Optional.ofNullable(row.getObject("batch", UUID.class)),
        lastError(row));
  }

  private static Optional<LastError> lastError(ResultSet row) throws SQLException {
    String type = row.getString("error_type");
    return type == null
        ? Optional.empty()
        : Optional.of(
            new LastError(
                type, row.getString("error_message"), row.getObject("http_status", Integer.class)));
  }

  /** The place in the columns {@code last} and {@code last_ended}; empty if there is none. */
  static Optional<Place> place(ResultSet row) throws SQLException {
    UUID last = row.getObject("last", UUID.class);
    return last == null
        ? Optional.empty()
        : Optional.of(new Place(last, Optional.ofNullable(Rows.instantOrNull(row, "last_ended"))));
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getObject("id", UUID.class),
        JobState.of(row.getString("state")).orElseThrow(),
        row.getString("lane"),
        row.getInt("priority"),
        row.getLong("rank"),
        Rows.instant(row, "run_at"),
        Rows.instantOrNull(row, "deadline"),
        row.getInt("life"),
        row.getInt("attempt"),
        row.getInt("spent"),
        row.getInt("max_attempts"),
        row.getObject("timeout_seconds", Integer.class),
        OnLost.of(row.getString("on_lost")).orElseThrow(),
        row.getString("lease_owner"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "started_at"),
        Rows.instantOrNull(row, "ended_at"),
        row.getString("finish_reason"),
        row.getInt("throttles"),
        Rows.instantOrNull(row, "throttled_since"));
  }

  static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("number"),
        row.getInt("life"),
        row.getString("worker"),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "ended_at"),
        Outcome.of(row.getString("outcome")),
        row.getObject("http_status", Integer.class),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getString("provider_request_id"),
        new Usage(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("total_tokens", Long.class)),
        Rows.decimalOrNull(row, "cost"));
  }

  static JobResult result(ResultSet row) throws SQLException {
    return new JobResult(
        row.getBytes("body"),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getObject("http_status", Integer.class),
        error(row));
  }

  private static @Nullable ProviderError error(ResultSet row) throws SQLException {
    String body = row.getString("error_body");
    return body == null ? null : ProviderError.of(body, row.getString("error_headers"));
  }
}
