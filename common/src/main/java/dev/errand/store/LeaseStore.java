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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.UUID;

/** The workers' moves: claiming jobs, extending leases, ending attempts. */
@ApplicationScoped
public class LeaseStore {

  /**
   * The best jobs of each lane, in order of priority and rank. If models of a lane are closed or
   * limited, which is rare, its models are found with one probe of their index each, and the best
   * jobs of each are merged; one job more than requested of each makes up for jobs that others are
   * just claiming. That index serves only statements with the condition that attempt is at least 0,
   * which is true for all jobs, so no other statement uses it. The merged jobs are locked one by
   * one, so that no more are locked than taken; the condition on the state there is written so that
   * it does not tempt Postgres to read a partial index.
   *
   * <p>The requests are joined with lateral subqueries: nested loops whatever the statistics say. A
   * body's length is known without reading the body. The update selects rows by id only: they are
   * locked, so they are still queued, and a condition on the state would tempt Postgres to read the
   * whole index of queued jobs.
   */
  static final String CLAIM =
      """
      with asked as materialized (
        select * from unnest(?::text[], ?::int[]) as w (lane, slots)
        where not exists (
          select from lane_closure c where c.lane = w.lane and c.closed_until > now())
        and not exists (
          select from lane_pause p
          where p.lane = w.lane and coalesce(p.paused_until > now(), true))
      ), limited as materialized (
        select c.lane, c.model, 0 as most from asked a cross join lateral (
          select lane, model from model_closure
          where lane = a.lane and closed_until > now() offset 0) c
        union all
        select * from unnest(?::text[], ?::text[], ?::int[]) as l (lane, model, most)
      ), wanted as materialized (
        select a.*, exists (select from limited l where l.lane = a.lane) as by_model from asked a
      ), best as materialized (
        select j.id, j.priority, j.rank from wanted cross join lateral (
          select id, priority, rank from job
          where lane = wanted.lane and state = 'queued' and (deadline is null or deadline > now())
          order by priority desc, rank
          limit wanted.slots
          for update skip locked
        ) j
        where not wanted.by_model
        union all
        select j.id, j.priority, j.rank from wanted cross join lateral (
          with recursive models as (
            (select model from job
              where lane = wanted.lane and state = 'queued' and attempt >= 0
              order by model limit 1)
            union all
            select next.model from models cross join lateral (
              select model from job
              where lane = wanted.lane and state = 'queued' and attempt >= 0
                and model > models.model
              order by model limit 1) next
          ), merged as materialized (
            select one.id, one.priority, one.rank
            from models m cross join lateral (
              select coalesce(min(l.most), wanted.slots + 200) as most
              from limited l where l.lane = wanted.lane and l.model = m.model
            ) up_to cross join lateral (
              select id, priority, rank from job
              where lane = wanted.lane and model = m.model and state = 'queued' and attempt >= 0
                and (deadline is null or deadline > now())
              order by priority desc, rank
              limit up_to.most
            ) one
            order by one.priority desc, one.rank
          )
          select locked.id, m.priority, m.rank from merged m cross join lateral (
            select id from job where id = m.id and state || '' = 'queued' for update skip locked
          ) locked
          limit wanted.slots
        ) j
        where wanted.by_model
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
        returning id, attempt, life, lane, spent, max_attempts, timeout_seconds, on_lost, throttles,
          throttled_since
      )
      select c.id, c.attempt, c.life, c.lane, c.spent, c.max_attempts, c.timeout_seconds,
        c.on_lost, r.endpoint, r.model, r.body, c.throttles,
        floor(extract(epoch from now() - c.throttled_since) * 1000)::int8
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

  private final Database database;

  @Inject
  public LeaseStore(Database database) {
    this.database = database;
  }

  /** Claims the best queued jobs of open lanes and models. */
  public List<ClaimedJob> claim(
      String worker, Duration lease, Map<String, Integer> slots, long bytes) {
    return claim(worker, lease, slots, List.of(), bytes);
  }

  /**
   * Claims the best queued jobs of open lanes and models.
   *
   * @param slots maximum number of jobs for each lane
   * @param limits limits of models of which fewer may be claimed
   * @param bytes the bytes of bodies after which no further job is taken; the last job may exceed
   *     them
   */
  public List<ClaimedJob> claim(
      String worker,
      Duration lease,
      Map<String, Integer> slots,
      List<ModelLimit> limits,
      long bytes) {
    List<Entry<String, Integer>> wanted = List.copyOf(slots.entrySet());
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            int next =
                new Columns<>(statement, wanted)
                    .add("text", Entry::getKey)
                    .add("int4", Entry::getValue)
                    .next();
            next =
                new Columns<>(statement, limits, next)
                    .add("text", ModelLimit::lane)
                    .add("text", ModelLimit::model)
                    .add("int4", ModelLimit::most)
                    .next();
            statement.setLong(next, bytes);
            statement.setString(next + 1, worker);
            statement.setLong(next + 2, lease.toMillis());
            return Rows.all(statement, ClaimedJob::of);
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
   * Ends attempts and moves their jobs in one commit, and returns the result of each in the same
   * order: a worker that no longer holds the lease changes nothing. If an end is repeated because
   * the response to the first report was lost, it counts as recorded if it was recorded then.
   */
  public List<EndFate> end(String worker, List<AttemptEnd> ends) {
    return database.statement(connection -> AttemptEnds.record(connection, worker, ends));
  }

  /** Reads leases from rows that start with a job and the number of its attempt. */
  static Set<Lease> leases(ResultSet rows) throws SQLException {
    Set<Lease> leases = new HashSet<>();
    while (rows.next()) {
      leases.add(new Lease(rows.getObject(1, UUID.class), rows.getInt(2)));
    }
    return leases;
  }
}
