package dev.errand.store;

import dev.errand.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.UUID;

/** The moves that workers make: claim, keep, and the ends of a lease that its holder makes. */
@ApplicationScoped
public class LeaseStore {

  /**
   * The requests are joined by lateral subqueries: nested loops whatever the statistics say. A
   * body's length is known without reading the body. The update names rows by id alone: they are
   * locked, so they are still queued, and a condition on the state would invite Postgres to read
   * all of the index of queued jobs.
   */
  static final String CLAIM =
      """
      with wanted as materialized (
        select * from unnest(?::text[], ?::int[]) as w (lane, slots)
        where not exists (
          select from lane_closure c where c.lane = w.lane and c.closed_until > now())
      ), best as materialized (
        select j.id, j.priority, j.rank from wanted cross join lateral (
          select id, priority, rank from job
          where lane = wanted.lane and state = 'queued' and (deadline is null or deadline > now())
          order by priority desc, rank
          limit wanted.slots
          for update skip locked
        ) j
      ), fitting as materialized (
        select id from (
          select b.id, sum(r.bytes) over (order by b.priority desc, b.rank
            rows between unbounded preceding and 1 preceding) as before
          from best b cross join lateral (
            select octet_length(body) as bytes from job_request where job_id = b.id offset 0) r
        ) sums
        where before is null or before < ?
      ), claimed as (
        update job
        set state = 'running', attempt = attempt + 1, lease_owner = ?,
          lease_until = now() + ? * interval '1 ms', started_at = now()
        where id = any (array(select id from fitting))
        returning id, attempt, life, lane, spent, max_attempts, timeout_seconds
      )
      select c.id, c.attempt, c.life, c.lane, c.spent, c.max_attempts, c.timeout_seconds,
        r.endpoint, r.model, r.body
      from claimed c cross join lateral (
        select endpoint, model, body from job_request where job_id = c.id offset 0) r
      """;

  /**
   * Skips rows that are locked: they are being ended, and waiting for them while holding others
   * could deadlock with the batch that ends them.
   */
  static final String EXTEND =
      """
      with held as materialized (
        select j.id from job j
        join unnest(?::uuid[], ?::int[]) as h (id, attempt) using (id, attempt)
        where j.lease_owner = ?
        for update of j skip locked
      )
      update job
      set lease_until = now() + ? * interval '1 ms'
      where id = any (array(select id from held))
      returning id, attempt
      """;

  /**
   * What the update returns carries all that is written after it: a join would cost far more. That
   * there is a lease owner means that the job is running, by the table's constraint; a condition on
   * the state would invite Postgres to read all of the index of running jobs.
   */
  static final String END =
      """
      with ended as materialized (
        select * from unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::bool[], ?::int8[],
          ?::bytea[], ?::text[], ?::text[], ?::int[], ?::text[], ?::int8[], ?::int8[], ?::int8[])
        as e (id, attempt, state, outcome, spends, delay_ms, body, error_type, error_message,
          http_status, request_id, input_tokens, output_tokens, total_tokens)
      ), moved as (
        update job j
        set state = e.state, spent = j.spent + e.spends::int, lease_owner = null,
          lease_until = null,
          run_at = coalesce(now() + e.delay_ms * interval '1 ms', j.run_at),
          ended_at = case when e.state in ('succeeded', 'failed') then now() end
        from ended e
        where j.id = e.id and j.attempt = e.attempt and j.lease_owner = ?
        returning j.life, j.started_at, e.*
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome, http_status,
          error_type, error_message, provider_request_id, input_tokens, output_tokens, total_tokens)
        select id, attempt, life, ?, started_at, outcome, http_status, error_type,
          error_message, request_id, input_tokens, output_tokens, total_tokens
        from moved
      ), results as (
        insert into job_result (job_id, body, error_type, error_message, http_status)
        select id, body, case when body is null then error_type end, error_message, http_status
        from moved
        where state in ('succeeded', 'failed')
      ), finals as (
        select id, (row_number() over () - 1) / 200 as chunk
        from moved
        where state in ('succeeded', 'failed')
      ), told as materialized (
        select pg_notify('errand_ended', string_agg(id::text, ',')) from finals group by chunk
      )
      select id, attempt, (select count(*) from told) from moved
      """;

  private static final String CLOSE_LANE =
      """
      insert into lane_closure as c (lane, closed_until, reason)
      values (?, now() + ? * interval '1 ms', ?)
      on conflict (lane) do update
      set closed_until = excluded.closed_until, reason = excluded.reason
      where c.closed_until < excluded.closed_until
      """;

  private final Database database;

  @Inject
  public LeaseStore(Database database) {
    this.database = database;
  }

  /**
   * Claims the best queued jobs of lanes that are open.
   *
   * @param slots how many jobs of each lane at most
   * @param bytes of bodies after which no further job is taken; the last one may go beyond them
   */
  public List<ClaimedJob> claim(
      String worker, Duration lease, Map<String, Integer> slots, long bytes) {
    List<Entry<String, Integer>> wanted = List.copyOf(slots.entrySet());
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            int next =
                new Columns<>(statement, wanted)
                    .add("text", Entry::getKey)
                    .add("int4", Entry::getValue)
                    .next();
            statement.setLong(next, bytes);
            statement.setString(next + 1, worker);
            statement.setLong(next + 2, lease.toMillis());
            return claimed(statement.executeQuery());
          }
        });
  }

  /** Extends leases, and returns those that the worker still holds and is not about to end. */
  public Set<Lease> extend(String worker, Duration lease, Collection<Lease> leases) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(EXTEND)) {
            int next =
                new Columns<>(statement, List.copyOf(leases))
                    .add("uuid", Lease::job)
                    .add("int4", Lease::attempt)
                    .next();
            statement.setString(next, worker);
            statement.setLong(next + 1, lease.toMillis());
            return leases(statement.executeQuery());
          }
        });
  }

  /**
   * Ends attempts and moves their jobs on, in one commit. Tells for each, in the same order,
   * whether it won: a worker that no longer holds the lease changes nothing.
   */
  public List<Boolean> end(String worker, List<AttemptEnd> ends) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(END)) {
            int next = bind(statement, ends);
            statement.setString(next, worker);
            statement.setString(next + 1, worker);
            Set<Lease> moved = leases(statement.executeQuery());
            return ends.stream().map(end -> moved.contains(end.lease())).toList();
          }
        });
  }

  /** Keeps a lane from being claimed for a while; never shortens a closure. */
  public void closeLane(String lane, Duration pause, String reason) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLOSE_LANE)) {
            statement.setString(1, lane);
            statement.setLong(2, pause.toMillis());
            statement.setString(3, reason);
            return statement.executeUpdate();
          }
        });
  }

  private static Set<Lease> leases(ResultSet rows) throws SQLException {
    Set<Lease> leases = new HashSet<>();
    while (rows.next()) {
      leases.add(new Lease(rows.getObject(1, UUID.class), rows.getInt(2)));
    }
    return leases;
  }

  private static List<ClaimedJob> claimed(ResultSet rows) throws SQLException {
    List<ClaimedJob> jobs = new ArrayList<>();
    while (rows.next()) {
      jobs.add(ClaimedJob.of(rows));
    }
    return jobs;
  }

  private static int bind(PreparedStatement statement, List<AttemptEnd> ends) throws SQLException {
    return new Columns<>(statement, ends)
        .add("uuid", end -> end.lease().job())
        .add("int4", end -> end.lease().attempt())
        .add("text", end -> end.to().text())
        .add("text", end -> end.outcome().text())
        .add("bool", AttemptEnd::spends)
        .add("int8", end -> end.delay() == null ? null : end.delay().toMillis())
        .add("bytea", AttemptEnd::answer)
        .add("text", end -> end.failure() == null ? null : end.failure().type().text())
        .add("text", end -> end.failure() == null ? null : end.failure().message())
        .add("int4", end -> end.call().httpStatus())
        .add("text", end -> end.call().requestId())
        .add("int8", end -> end.call().usage().inputTokens())
        .add("int8", end -> end.call().usage().outputTokens())
        .add("int8", end -> end.call().usage().totalTokens())
        .next();
  }
}
