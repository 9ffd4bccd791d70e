package dev.errand.store;

import dev.errand.database.Columns;
import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The dispatcher's moves. All of them skip rows that are locked by others, so that replicas share
 * the work. They lock the rows that they find, so the updates select rows by id only: a condition
 * on the state would tempt Postgres to read a whole partial index.
 */
@ApplicationScoped
public class DispatchStore {

  static final String PROMOTE =
      """
      with due as materialized (
        select id from job
        where state = 'scheduled' and run_at <= now() and (deadline is null or deadline > now())
        order by run_at
        limit ?
        for update skip locked
      )
      update job set state = 'queued'
      where id = any (array(select id from due))
      returning id, lane
      """;

  static final String RECLAIM =
      """
      with silent as materialized (
        select id, lease_owner, on_lost = 'fail' or spent + 1 >= max_attempts as ends from job
        where state = 'running' and lease_until < now()
        limit ?
        for update skip locked
      ), moved as (
        update job j
        set state = case when s.ends then 'failed' else 'queued' end,
          ended_at = case when s.ends then now() end,
          spent = j.spent + 1, lease_owner = null, lease_until = null
        from silent s
        where j.id = s.id
        returning j.id, j.tenant, j.lane, j.state, case when s.ends then 'lost' end as cause,
          j.batch, j.line, j.attempt, j.life, j.started_at, j.api_key, j.model, j.run_at,
          s.lease_owner, j.on_lost
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome, error_type,
          error_message)
        select id, attempt, life, lease_owner, started_at, 'lost', 'lost',
          'the worker stopped responding; it is unknown whether the provider answered'
        from moved
      ), finals as not materialized (
        select <columns>, <of job>, null::bytea as body, 'lost' as error_type,
          case when on_lost = 'fail'
            then 'the worker stopped responding, so it is unknown whether the provider answered;'
              || ' on_lost is fail. A retry may make the call a second time'
            else 'the worker of the last attempt stopped responding' end as error_message,
          null::int4 as http_status, null::text as error_body, null::text as error_headers,
          <no tokens>
        from moved
        where cause is not null
      ), <endings>
      select <columns> from moved
      where <told>
      """
          .transform(Endings::in);

  static final String EXPIRE =
      """
      with overdue as materialized (
        select id from job
        where state in ('scheduled', 'queued') and deadline <= now()
        limit ?
        for update skip locked
      ), moved as (
        update job set state = 'expired', ended_at = now()
        where id = any (array(select id from overdue))
        returning id, tenant, lane, state, 'expired' as cause, batch, line, <of job>
      ), finals as not materialized (
        select <columns>, <of job>, <no result> from moved
      ), <endings>
      select <columns> from moved
      where <told>
      """
          .transform(Endings::in);

  private static final String SAMPLE =
      """
      select j.id, l.lane
      from unnest(?::text[]) as l (lane) cross join lateral (
        select id from job
        where lane = l.lane and state = 'queued' order by priority desc, rank limit ?) j
      where not exists (
        select from lane_closure c where c.lane = l.lane and c.closed_until > now())
      and not exists (
        select from lane_pause p
        where p.lane = l.lane and coalesce(p.paused_until > now(), true))
      """;

  /**
   * Keeps idempotency keys, which have a retention of their own, counted from their creation. From
   * tenant to tenant, the index leads to the job that ended first: of a tenant with nothing to
   * purge, no other job is looked at. The jobs of batches are kept as long as their files.
   */
  static final String PURGE =
      """
      with recursive oldest (tenant, ended_at) as (
        (select tenant, ended_at from job where ended_at is not null and batch is null
        order by tenant, ended_at limit 1)
        union all
        select next.tenant, next.ended_at from oldest o cross join lateral (
          select tenant, ended_at from job
          where ended_at is not null and batch is null and tenant > o.tenant
          order by tenant, ended_at limit 1) next
      ), due as not materialized (
        select o.tenant, o.ended_at, now() - interval '1 ms' * least(?, (
          select retention_seconds * 1000::bigint from tenant where name = o.tenant)) as until
        from oldest o
      ), old as materialized (
        select j.id from due d cross join lateral (
          select id from job
          where tenant = d.tenant and ended_at < d.until and batch is null
          order by ended_at
          limit ?
          for update skip locked) j
        where d.ended_at < d.until
        limit ?
      ), <erase old>
      """
          .transform(Erasure::in);

  private static final String PURGE_KEYS =
      """
      delete from idempotency_key
      where (tenant, key) in (
        select tenant, key from idempotency_key
        where created_at < now() - ? * interval '1 ms'
        order by created_at
        limit ?
        for update skip locked)
      """;

  private final Database database;

  @Inject
  public DispatchStore(Database database) {
    this.database = database;
  }

  /** A queued job and its lane. */
  public record Queued(UUID id, String lane) {}

  /** The result for the jobs of unresponsive workers. */
  public record Reclaimed(List<Queued> queued, List<Ending> ended) {

    /** The number of jobs. */
    public int size() {
      return queued.size() + ended.size();
    }
  }

  /** Queues scheduled jobs that are due, the most overdue first. */
  public List<Queued> promoteDue(int limit) {
    return moved(PROMOTE, limit, DispatchStore::queued);
  }

  /** Reclaims jobs whose lease has expired: they are queued again, or fail. */
  public Reclaimed reclaim(int limit) {
    record Row(Queued queued, Optional<Ending> ending) {}
    List<Row> rows = moved(RECLAIM, limit, row -> new Row(queued(row), Ending.of(row)));
    return new Reclaimed(
        rows.stream().filter(row -> row.ending.isEmpty()).map(Row::queued).toList(),
        rows.stream().flatMap(row -> row.ending.stream()).toList());
  }

  /** Expires jobs whose deadline passed before they started. */
  public List<Ending> expire(int limit) {
    return moved(EXPIRE, limit, row -> Ending.of(row).orElseThrow());
  }

  /** The best queued jobs of each open lane, at most {@code limit} per lane. */
  public List<Queued> queued(Collection<String> lanes, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(SAMPLE)) {
            new Columns<>(statement, List.copyOf(lanes)).add("text", lane -> lane);
            statement.setInt(2, limit);
            return Rows.all(statement, DispatchStore::queued);
          }
        });
  }

  /**
   * Deletes jobs that ended longer ago than {@code age}, or than their tenant's retention where
   * that is shorter; returns how many.
   */
  public int purge(Duration age, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
            statement.setLong(1, age.toMillis());
            statement.setInt(2, limit);
            statement.setInt(3, limit);
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getInt(1);
          }
        });
  }

  /** Deletes idempotency keys older than {@code age}; returns how many. */
  public int purgeKeys(Duration age, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PURGE_KEYS)) {
            statement.setLong(1, age.toMillis());
            statement.setInt(2, limit);
            return statement.executeUpdate();
          }
        });
  }

  private <T> List<T> moved(String sql, int limit, Rows.Reader<T> reader) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, limit);
            return Rows.all(statement, reader);
          }
        });
  }

  private static Queued queued(ResultSet row) throws SQLException {
    return new Queued(row.getObject("id", UUID.class), row.getString("lane"));
  }
}
