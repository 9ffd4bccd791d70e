package dev.errand.store;

import dev.errand.job.Attempt;
import dev.errand.job.Endpoint;
import dev.errand.job.Job;
import dev.errand.job.JobResult;
import dev.errand.job.JobState;
import dev.errand.job.OnLost;
import dev.errand.job.Outcome;
import dev.errand.job.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGStatement;

/** Makes nouns of rows, by the names of their columns. */
final class Rows {

  /** The columns of {@link #summary}. */
  static final String SUMMARY =
      """
      j.id, j.state, j.lane, j.priority, j.rank, j.run_at, j.deadline, j.life, j.attempt, j.spent,
      j.max_attempts, j.timeout_seconds, j.on_lost, j.lease_owner, j.created_at, j.started_at,
      j.ended_at, j.finish_reason, j.throttles, j.throttled_since, r.endpoint, r.model, r.metadata\
      """;

  private Rows() {}

  /** Makes something of one row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * A statement that Postgres plans for each of its runs, with the parameters and the sizes of the
   * indexes as they are: for those whose best index depends on them, and that are not too frequent.
   */
  static PreparedStatement plannedAnew(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    return statement;
  }

  /** Runs a query, and makes something of each of its rows. */
  static <T> List<T> all(PreparedStatement query, Reader<T> reader) throws SQLException {
    ResultSet rows = query.executeQuery();
    List<T> all = new ArrayList<>();
    while (rows.next()) {
      all.add(reader.read(rows));
    }
    return all;
  }

  /** Runs a query, and makes something of its first row; empty where there is none. */
  static <T> Optional<T> first(PreparedStatement query, Reader<T> reader) throws SQLException {
    ResultSet rows = query.executeQuery();
    return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
  }

  static JobSummary summary(ResultSet row) throws SQLException {
    return new JobSummary(
        job(row),
        Endpoint.of(row.getString("endpoint")).orElseThrow(),
        row.getString("model"),
        Metadata.parse(row.getString("metadata")));
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getObject("id", UUID.class),
        JobState.of(row.getString("state")).orElseThrow(),
        row.getString("lane"),
        row.getInt("priority"),
        row.getLong("rank"),
        instant(row, "run_at"),
        instant(row, "deadline"),
        row.getInt("life"),
        row.getInt("attempt"),
        row.getInt("spent"),
        row.getInt("max_attempts"),
        row.getObject("timeout_seconds", Integer.class),
        OnLost.of(row.getString("on_lost")).orElseThrow(),
        row.getString("lease_owner"),
        instant(row, "created_at"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getString("finish_reason"),
        row.getInt("throttles"),
        instant(row, "throttled_since"));
  }

  static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getInt("number"),
        row.getInt("life"),
        row.getString("worker"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        Outcome.of(row.getString("outcome")),
        row.getObject("http_status", Integer.class),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getString("provider_request_id"),
        new Usage(
            row.getObject("input_tokens", Long.class),
            row.getObject("output_tokens", Long.class),
            row.getObject("total_tokens", Long.class)));
  }

  static JobResult result(ResultSet row) throws SQLException {
    return new JobResult(
        row.getBytes("body"),
        row.getString("error_type"),
        row.getString("error_message"),
        row.getObject("http_status", Integer.class));
  }

  /** Null where the column is. */
  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
