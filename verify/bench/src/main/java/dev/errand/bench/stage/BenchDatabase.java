package dev.errand.bench.stage;

import dev.errand.local.plan.Database;
import dev.errand.rig.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Direct access to the database. Not thread-safe. */
public final class BenchDatabase implements AutoCloseable {

  private static final List<String> DURABILITY =
      List.of(
          "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method");

  private final Database database;
  private final Path files;
  private final Connection connection;

  BenchDatabase(Database database, Path files) throws SQLException {
    this.database = database;
    this.files = files;
    this.connection = database.connect();
    execute("create extension if not exists pg_stat_statements");
    dropStatements();
  }

  /** Opens another connection. */
  public Connection connect() throws SQLException {
    return database.connect();
  }

  /** The settings that make accepted jobs durable. */
  public Map<String, String> durability() {
    Map<String, String> settings = new LinkedHashMap<>();
    DURABILITY.forEach(name -> settings.put(name, text("show " + name)));
    return settings;
  }

  /** Deletes all jobs. */
  void clear() {
    execute(
        "truncate job, job_request, job_result, attempt, idempotency_key, lane_closure,"
            + " model_closure, lane_pause, file, file_chunk, batch, batch_ending,"
            + " operation");
  }

  /** Whether every job has ended; both halves use a small partial index. */
  public boolean allEnded() {
    return number(
            """
            select (exists (select from job where state = 'queued')
              or exists (select from job where state in ('running', 'scheduled')))::int
            """)
        == 0;
  }

  /** Jobs that succeeded. */
  public long succeeded() {
    return number("select count(*) from job where state = 'succeeded'");
  }

  /** Whether there is a file, or a job that is a batch's line. */
  public boolean hasFilesOrLines() {
    return number(
            """
            select (exists (select from file_chunk) or exists (select from file where batch is null)
              or exists (select from job where batch is not null))::int
            """)
        != 0;
  }

  /** Whether a job for the model waits for a worker. */
  public boolean isQueued(String model) {
    return number(
            "select exists (select from job where state = 'queued' and model = '%s')::int"
                .formatted(model))
        != 0;
  }

  /** The seconds from a moment to the first claim of any job. */
  public double secondsToFirstClaim(Instant from) {
    return real("select extract(epoch from min(started_at)) from attempt")
        - from.toEpochMilli() / 1e3;
  }

  /** When jobs that have ended were claimed, each at its only attempt. */
  public Map<UUID, Instant> claims(Collection<UUID> jobs) {
    Map<UUID, Instant> claims = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select job_id, started_at from attempt where job_id = any (?)")) {
      statement.setArray(1, connection.createArrayOf("uuid", jobs.toArray()));
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        claims.put(
            rows.getObject(1, UUID.class), rows.getObject(2, OffsetDateTime.class).toInstant());
      }
      return claims;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The size of everything in the database. */
  public long bytes() {
    return number("select pg_database_size(current_database())");
  }

  /** The number of bytes in the write-ahead log so far. */
  public long walBytes() {
    return number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')");
  }

  /** Starts recording the costs of statements, from zero. */
  public void keepStatements() {
    execute("alter system set pg_stat_statements.track = 'top'");
    execute("select pg_reload_conf()");
    execute("select pg_stat_statements_reset()");
  }

  /** Stops recording the costs of statements, which has a cost itself. */
  public void dropStatements() {
    execute("alter system set pg_stat_statements.track = 'none'");
    execute("select pg_reload_conf()");
  }

  /** The server's processor time so far, in milliseconds. */
  public long cpuMillis() {
    return Meter.treeCpuMillis(postmaster());
  }

  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public long number(String sql) {
    return Double.valueOf(text(sql)).longValue();
  }

  public double real(String sql) {
    return Double.parseDouble(text(sql));
  }

  /** The first column of the first row; 0 for null. */
  String text(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      String text = rows.getString(1);
      return text == null ? "0" : text;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long postmaster() {
    try {
      return Long.parseLong(Files.readAllLines(files.resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
