package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.Endings;
import dev.errand.store.JobEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.UUID;

/** Ends the lines of stopped batches, and finds out whether all have ended. */
@ApplicationScoped
public class BatchEnds {

  static final String UNENDED =
      """
      select r.line
      from job_request r join job j on j.id = r.job_id
      where r.batch = ? and r.line >= ? and j.ended_at is null
      order by r.line
      limit 1
      """;

  /** The workers of running ones are notified; what they answer is not recorded. */
  static final String STOP =
      """
      with stopped as materialized (
        select id, stop from batch where id = ? and stop is not null and ended_at is null
      ), picked as materialized (
        select j.* from (select line, job_id from job_request
          where batch = (select id from stopped) and line >= ? order by line) r
        cross join lateral (
          select id, state, life, attempt, lease_owner, started_at from job
          where id = r.job_id and ended_at is null
          for update skip locked) j
        limit ?
      ), moved as (
        update job
        set state = (select stop from stopped), ended_at = now(), lease_owner = null,
          lease_until = null
        where id = any (array(select id from picked))
        returning id, tenant, lane, state, state as cause, batch, line, <of job>
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome)
        select id, attempt, life, lease_owner, started_at, 'cancelled'
        from picked
        where state = 'running'
      ), aborted as materialized (
        select pg_notify(<cancelled>, string_agg(id::text, ','))
        from (
          select id, (row_number() over () - 1) / 200 as chunk from picked where state = 'running'
        ) ids
        group by chunk
      ), finals as not materialized (
        select <columns>, <of job>, <no result> from moved
      ), <endings>
      select count(*) from moved
      where <told> and (select count(*) from aborted) >= 0
      """
          .transform(Endings::in)
          .replace("<cancelled>", JobEvents.TO_CANCELLED);

  static final String COUNT =
      """
      select coalesce(sum(cardinality(lines)), 0), coalesce(sum(succeeded), 0)
      from batch_ending
      where batch = ?
      """;

  static final String RECOUNT =
      """
      insert into batch_ending (batch, succeeded, lines)
      select r.batch, count(*) filter (where j.state = 'succeeded'), array_agg(r.line order by r.line)
      from job_request r join job j on j.id = r.job_id
      where r.batch = ? and j.ended_at is not null
        and r.line not in (select unnest(lines) from batch_ending where batch = ?)
      group by r.batch
      """;

  private final Database database;

  @Inject
  public BatchEnds(Database database) {
    this.database = database;
  }

  /**
   * The lines of a batch that have ended.
   *
   * @param failed all that did not succeed
   */
  public record Counts(int succeeded, int failed) {

    /** Those that have ended. */
    public int ended() {
      return succeeded + failed;
    }
  }

  /** The first line from {@code from} on that is a job that has not ended. */
  public OptionalInt firstUnended(UUID batch, int from) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(UNENDED)) {
            statement.setObject(1, batch);
            statement.setInt(2, from);
            return Rows.first(statement, row -> OptionalInt.of(row.getInt(1)))
                .orElse(OptionalInt.empty());
          }
        });
  }

  /**
   * Ends jobs of a stopped batch, those from line {@code from} on.
   *
   * @return how many
   */
  public int stop(UUID batch, int from, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(STOP)) {
            statement.setObject(1, batch);
            statement.setInt(2, from);
            statement.setInt(3, limit);
            return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
          }
        });
  }

  /** The counters, as the endings have written them. */
  public Counts count(UUID batch) {
    return database.read(connection -> count(connection, batch));
  }

  /** Counts the lines that services of the version before have ended, which do not count. */
  public void recount(UUID batch) {
    database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(RECOUNT)) {
            statement.setObject(1, batch);
            statement.setObject(2, batch);
            return statement.executeUpdate();
          }
        });
  }

  private static Counts count(Connection connection, UUID batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setObject(1, batch);
      return Rows.first(statement, row -> new Counts(row.getInt(2), row.getInt(1) - row.getInt(2)))
          .orElseThrow();
    }
  }
}
