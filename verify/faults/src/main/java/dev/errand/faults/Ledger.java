package dev.errand.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.errand.local.plan.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** All jobs in the database, read directly. */
public final class Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String JOBS =
      """
      select j.id, j.state, j.life, j.attempt, j.spent, j.max_attempts, j.lease_owner, j.ended_at,
        r.body as request, s.job_id as result, s.body as answer, s.error_type
      from job j
      left join job_request r on r.job_id = j.id
      left join job_result s on s.job_id = j.id
      """;

  private static final String ATTEMPTS =
      """
      select job_id, number, life, outcome, error_type, started_at, ended_at from attempt
      order by job_id, number
      """;

  private static final String UNFINISHED =
      """
      select count(*) from job where state in ('scheduled', 'queued', 'running')
      """;

  private static final String LINES =
      """
      select id from job where batch = (select id from batch order by created_at desc limit 1)
      """;

  private static final List<String> SPENDING = List.of("succeeded", "failed", "timed_out", "lost");

  private Ledger() {}

  /**
   * One job.
   *
   * @param prompt the text of its first message
   * @param endedAt null while it has not ended
   * @param hasResult whether there is a result's row
   * @param answer the text of the provider's answer; null if none is recorded
   * @param errorType null if none is recorded
   */
  public record Row(
      UUID id,
      String state,
      int life,
      int attempt,
      int spent,
      int maxAttempts,
      boolean leased,
      Instant endedAt,
      String prompt,
      boolean hasResult,
      String answer,
      String errorType,
      List<Attempt> attempts) {

    boolean isFinal() {
      return List.of("succeeded", "failed", "cancelled", "expired").contains(state);
    }

    long attempts(String outcome) {
      return attempts.stream().filter(attempt -> attempt.outcome.equals(outcome)).count();
    }
  }

  /**
   * One recorded attempt.
   *
   * @param errorType null if there was none
   */
  public record Attempt(
      int number, int life, String outcome, String errorType, Instant startedAt, Instant endedAt) {

    /** Whether it counts against the job's attempts: it may have been billed. */
    boolean isSpent() {
      return SPENDING.contains(outcome) && !"unreachable".equals(errorType);
    }
  }

  /** Everything in the database. */
  public static List<Row> read(Database database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      // One snapshot for both.
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Map<UUID, List<Attempt>> attempts = attempts(statement.executeQuery(ATTEMPTS));
      List<Row> jobs = new ArrayList<>();
      ResultSet rows = statement.executeQuery(JOBS);
      while (rows.next()) {
        UUID id = rows.getObject("id", UUID.class);
        jobs.add(row(rows, id, attempts.getOrDefault(id, List.of())));
      }
      return jobs;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jobs that are lines of the newest batch. */
  static List<Row> linesOfNewestBatch(Database database) {
    Set<UUID> lines = new HashSet<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery(LINES);
      while (rows.next()) {
        lines.add(rows.getObject(1, UUID.class));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return read(database).stream().filter(job -> lines.contains(job.id())).toList();
  }

  /** The number of jobs that have not ended. */
  static int unfinished(Database database) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery(UNFINISHED);
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<UUID, List<Attempt>> attempts(ResultSet rows) throws SQLException {
    Map<UUID, List<Attempt>> byJob = new HashMap<>();
    while (rows.next()) {
      byJob
          .computeIfAbsent(rows.getObject("job_id", UUID.class), _ -> new ArrayList<>())
          .add(
              new Attempt(
                  rows.getInt("number"),
                  rows.getInt("life"),
                  rows.getString("outcome"),
                  rows.getString("error_type"),
                  instant(rows, "started_at"),
                  instant(rows, "ended_at")));
    }
    return byJob;
  }

  private static Row row(ResultSet row, UUID id, List<Attempt> attempts) throws SQLException {
    return new Row(
        id,
        row.getString("state"),
        row.getInt("life"),
        row.getInt("attempt"),
        row.getInt("spent"),
        row.getInt("max_attempts"),
        row.getString("lease_owner") != null,
        instant(row, "ended_at"),
        json(row.getBytes("request")).at("/messages/0/content").asText(),
        row.getObject("result") != null,
        row.getBytes("answer") == null
            ? null
            : json(row.getBytes("answer")).at("/choices/0/message/content").asText(),
        row.getString("error_type"),
        attempts);
  }

  private static JsonNode json(byte[] text) {
    try {
      return text == null ? JSON.nullNode() : JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
