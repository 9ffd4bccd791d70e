package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.Erasure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The end of batches' lines: their jobs are erased once the file that shows them is deleted. Each
 * call is one commit and skips rows that are locked by others, so it may be interrupted at any
 * point, and replicas share the work.
 */
@ApplicationScoped
public class BatchPurgeStore {

  private static final String LINES =
      """
      with old as materialized (
        select ended.id
        from job_request r cross join lateral (
          select j.id from job j
          where j.id = r.job_id and <part>
          for update skip locked) ended
        where r.batch = ?
        order by r.line
        limit ?
      ), <erase old>
      """
          .transform(Erasure::in);

  static final String OUTPUT = Part.OUTPUT.in(LINES);
  static final String ERROR = Part.ERROR.in(LINES);

  /** While a line is left, its place in the order of the ends is needed. */
  static final String ENDINGS =
      """
      with gone as (
        delete from batch_ending
        where (batch, xid, id) in (
          select batch, xid, id from batch_ending
          where batch = ? and (select line from job_request r where r.batch = ? limit 1) is null
          order by xid, id
          limit ?
          for update skip locked)
        returning id
      )
      select count(*) from gone
      """;

  private final Database database;

  @Inject
  public BatchPurgeStore(Database database) {
    this.database = database;
  }

  /** Erases the jobs of a part with their requests, results and attempts; returns how many. */
  public int eraseLines(UUID batch, Part part, int limit) {
    String sql =
        switch (part) {
          case OUTPUT -> OUTPUT;
          case ERROR -> ERROR;
        };
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, batch);
            statement.setInt(2, limit);
            return count(statement);
          }
        });
  }

  /** Erases the order in which a batch's lines ended if none is left; returns how many rows. */
  public int eraseEndings(UUID batch, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ENDINGS)) {
            statement.setObject(1, batch);
            statement.setObject(2, batch);
            statement.setInt(3, limit);
            return count(statement);
          }
        });
  }

  private static int count(PreparedStatement statement) throws SQLException {
    return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
  }
}
