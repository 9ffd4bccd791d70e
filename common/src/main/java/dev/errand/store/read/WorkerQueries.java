package dev.errand.store.read;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Queries of workers. */
@ApplicationScoped
public class WorkerQueries {

  /** Those that died an hour ago are forgotten by the others' heartbeats, where there are any. */
  static final String WORKERS =
      """
      select name, pool, version, slots, calls, held_back, draining, started_at, seen_at,
        due_at >= now() as responds
      from worker
      where seen_at > now() - interval '1 hour'
      order by pool, name
      limit ?
      """;

  private final Database database;

  @Inject
  public WorkerQueries(Database database) {
    this.database = database;
  }

  /** The workers of the last hour, by pool and name. */
  public List<WorkerSeen> workers(int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WORKERS)) {
            statement.setInt(1, limit);
            return Rows.all(statement, WorkerQueries::worker);
          }
        });
  }

  private static WorkerSeen worker(ResultSet row) throws SQLException {
    return new WorkerSeen(
        row.getString("name"),
        row.getString("pool"),
        row.getString("version"),
        row.getInt("slots"),
        row.getInt("calls"),
        List.of((String[]) row.getArray("held_back").getArray()),
        row.getBoolean("draining"),
        Rows.instant(row, "started_at"),
        Rows.instant(row, "seen_at"),
        row.getBoolean("responds"));
  }
}
