package dev.errand.store;

import dev.errand.database.Columns;
import dev.errand.database.Rows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Claims the best queued jobs of lanes. */
final class Claim {

  /**
   * Claims are made one after the other while any tenant or key has a limit of running calls:
   * otherwise two could use the same room. Sent together with the claim, so it costs no round trip,
   * and the claim sees what the one before has committed.
   */
  private static final String IN_TURN =
      """
      select pg_advisory_xact_lock(hashtext('errand_claim'))
      where exists (select from tenant where running is not null)
        or exists (select from api_key where running is not null);
      """;

  /**
   * The best jobs of each lane, in order of priority and rank. If models of a lane are closed or
   * limited, which is rare, its models are found with one probe of their index each, and the best
   * jobs of each are merged; one job more than requested of each makes up for jobs that others are
   * just claiming. That index serves only statements with the condition that attempt is at least 0,
   * which is true for all jobs, so no other statement uses it. The merged jobs are locked one by
   * one, so that no more are locked than taken; the condition on the state there is written so that
   * it does not tempt Postgres to read a partial index.
   *
   * <p>If a tenant or a key may have fewer calls running than are requested of the lane, which is
   * rare too, the tenants and keys are found in the same way, with an index for statements with the
   * condition that spent is at least 0. So the jobs of those without room are passed over, however
   * many they are.
   *
   * <p>The requests are joined with lateral subqueries: nested loops whatever the statistics say. A
   * body's length is known without reading the body. The update selects rows by id only: they are
   * locked, so they are still queued, and a condition on the state would tempt Postgres to read the
   * whole index of queued jobs. The attempt starts when the statement does, not when the
   * transaction does, which may have waited for its turn.
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
      ), most as materialized (
        select name as tenant, null::text as key, running from tenant where running is not null
        union all
        select tenant, id, running from api_key where running is not null
      ), running as materialized (
        select tenant, api_key as key, count(*) as calls from job
        where state = 'running' and exists (select from most)
        group by tenant, api_key
      ), room as materialized (
        select m.tenant, m.key, greatest(0, m.running - coalesce((
          select sum(r.calls) from running r
          where r.tenant = m.tenant and (m.key is null or r.key = m.key)), 0))::int8 as calls
        from most m
      ), wanted as materialized (
        select a.*, exists (select from limited l where l.lane = a.lane) as by_model,
          exists (select from room r where r.calls < a.slots) as by_tenant
        from asked a
      ), best as materialized (
        select j.* from wanted cross join lateral (
          select id, priority, rank, tenant, api_key as key from job
          where lane = wanted.lane and state = 'queued' and (deadline is null or deadline > now())
          order by priority desc, rank
          limit wanted.slots
          for update skip locked
        ) j
        where not wanted.by_model and not wanted.by_tenant
        union all
        select j.* from wanted cross join lateral (
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
            select one.*
            from models m cross join lateral (
              select coalesce(min(l.most), wanted.slots + 200) as most
              from limited l where l.lane = wanted.lane and l.model = m.model
            ) up_to cross join lateral (
              select id, priority, rank, tenant, api_key as key from job
              where lane = wanted.lane and model = m.model and state = 'queued' and attempt >= 0
                and (deadline is null or deadline > now())
              order by priority desc, rank
              limit up_to.most
            ) one
            order by one.priority desc, one.rank
          )
          <locked>
        ) j
        where wanted.by_model and not wanted.by_tenant
        union all
        select j.* from wanted cross join lateral (
          with recursive flows as (
            (select tenant, coalesce(api_key, '') as key from job
              where lane = wanted.lane and state = 'queued' and spent >= 0
              order by tenant, coalesce(api_key, '') limit 1)
            union all
            select next.* from flows f cross join lateral (
              select tenant, coalesce(api_key, '') as key from job
              where lane = wanted.lane and state = 'queued' and spent >= 0
                and (tenant, coalesce(api_key, '')) > (f.tenant, f.key)
              order by tenant, coalesce(api_key, '') limit 1) next
          ), found as materialized (
            select one.*
            from flows f cross join lateral (
              select least(wanted.slots + 200, min(r.calls)) as most from room r
              where r.tenant = f.tenant and (r.key is null or r.key = f.key)
            ) up_to cross join lateral (
              select id, priority, rank, tenant, api_key as key, model from job
              where lane = wanted.lane and tenant = f.tenant and coalesce(api_key, '') = f.key
                and state = 'queued' and spent >= 0 and (deadline is null or deadline > now())
                and not exists (
                  select from limited l
                  where l.lane = wanted.lane and l.model = job.model and l.most = 0)
              order by priority desc, rank
              limit up_to.most
            ) one
          ), merged as materialized (
            select id, priority, rank, tenant, key from (
              select *, row_number() over (partition by model order by priority desc, rank)
                as of_model, <in order>
              from found
            ) f
            where <fits> and not exists (
              select from limited l
              where l.lane = wanted.lane and l.model = f.model and l.most < f.of_model)
            order by priority desc, rank
          )
          <locked>
        ) j
        where wanted.by_tenant
      ), allowed as materialized (
        select id, priority, rank from best where not exists (select from room)
        union all
        select id, priority, rank from (select *, <in order> from best) f
        where exists (select from room) and <fits>
      ), fitting as materialized (
        select id from (
          select b.id, sum(r.bytes) over (order by b.priority desc, b.rank
            rows between unbounded preceding and 1 preceding) as before
          from allowed b cross join lateral (
            select octet_length(body) as bytes from job_request where job_id = b.id offset 0) r
        ) sums
        where before is null or before < ?
      ), claimed as (
        update job
        set state = 'running', attempt = attempt + 1, lease_owner = ?,
          lease_until = statement_timestamp() + ? * interval '1 ms',
          started_at = statement_timestamp()
        where id = any (array(select id from fitting))
        returning id, attempt, life, lane, spent, max_attempts, timeout_seconds, on_lost, throttles,
          throttled_since, tenant, api_key, run_at, started_at
      )
      select c.id, c.attempt, c.life, c.lane, c.spent, c.max_attempts, c.timeout_seconds,
        c.on_lost, r.endpoint, r.model, r.body, c.throttles,
        floor(extract(epoch from now() - c.throttled_since) * 1000)::int8,
        exists (select from room
          where room.tenant = c.tenant and (room.key is null or room.key = c.api_key)),
        c.tenant, greatest(0, floor(extract(epoch from c.started_at - c.run_at) * 1000))::int8,
        r.trace
      from claimed c cross join lateral (
        select endpoint, model, body, trace from job_request where job_id = c.id offset 0) r
      """
          .replace(
              "<locked>",
              """
              select locked.id, m.priority, m.rank, m.tenant, m.key
              from merged m cross join lateral (
                select id from job where id = m.id and state || '' = 'queued'
                for update skip locked
              ) locked
              limit wanted.slots
              """)
          .replace(
              "<in order>",
              """
              row_number() over (partition by tenant order by priority desc, rank) as of_tenant,
              row_number() over (partition by tenant, key order by priority desc, rank) as of_key
              """)
          .replace(
              "<fits>",
              """
              not exists (
                select from room r
                where r.tenant = f.tenant and (r.key is null and r.calls < f.of_tenant
                  or r.key = f.key and r.calls < f.of_key))
              """);

  private Claim() {}

  /**
   * Claims jobs.
   *
   * @param slots maximum number of jobs for each lane
   * @param limits limits of models of which fewer may be claimed
   * @param bytes the bytes of bodies after which no further job is taken; the last job may exceed
   *     them
   */
  static List<ClaimedJob> run(
      Connection connection,
      String worker,
      Duration lease,
      Map<String, Integer> slots,
      List<ModelLimit> limits,
      long bytes)
      throws SQLException {
    List<Entry<String, Integer>> wanted = List.copyOf(slots.entrySet());
    try (PreparedStatement statement = connection.prepareStatement(IN_TURN + CLAIM)) {
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
      statement.execute();
      statement.getMoreResults();
      return Rows.all(statement.getResultSet(), ClaimedJob::of);
    }
  }
}
