package dev.errand.store.depth;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;

/**
 * Records the depth of lanes once a minute, and deletes what is old. Each call is one commit, so
 * that it may be interrupted at any point and replicas share the work.
 */
@ApplicationScoped
public class DepthStore {

  /** Maximum number of jobs that are counted in one state of a tenant's lane. */
  public static final int MOST_COUNTED = 100_000;

  /** With many tenants and lanes, fewer are counted in each: so many in all, in each state. */
  private static final int COUNTED_IN_ALL = 500_000;

  private static final int LEAST_COUNTED = 1_000;

  /**
   * Whoever inserts the minute counts; others that try meanwhile wait for it, and then do nothing.
   * Tenants and lanes are found with one index probe each, not by reading all of their jobs, and
   * waiting jobs are counted up to a bound. Running ones are as many as the fleet has slots.
   */
  static final String RECORD =
      """
      with recursive turn as (
        insert into depth_minute (minute) values (date_trunc('minute', now(), 'UTC'))
        on conflict do nothing
        returning minute
      ), queued as (
        <first in the queue>
      ), scheduled as (
        <first of the scheduled>
      ), running as (
        select j.tenant, j.lane, count(*) as jobs
        from turn cross join job j
        where j.state = 'running'
        group by j.tenant, j.lane
      ), pairs as (
        select tenant, lane from queued union select tenant, lane from scheduled
        union select tenant, lane from running
      ), bound as (
        select greatest(<least>, least(<most>, <in all> / greatest(1, count(*)))) as most
        from pairs
      ), counted as (
        select p.tenant, p.lane, b.most, coalesce(r.jobs, 0) as running,
          <scheduled jobs> as scheduled, <queued jobs> as queued
        from pairs p
        join tenant t on t.name = p.tenant and t.deleted_at is null
        cross join bound b
        left join running r on r.tenant = p.tenant and r.lane = p.lane
      ), recorded as (
        insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
        select tenant, minute, lane, least(scheduled, most), least(queued, most), running,
          greatest(scheduled, queued) <= most
        from counted cross join turn
        returning lane
      )
      select count(*) from recorded
      """
          .replace("<first in the queue>", pairs("queued"))
          .replace("<first of the scheduled>", pairs("scheduled"))
          .replace("<scheduled jobs>", jobs("scheduled"))
          .replace("<queued jobs>", jobs("queued"))
          .replace("<least>", String.valueOf(LEAST_COUNTED))
          .replace("<most>", String.valueOf(MOST_COUNTED))
          .replace("<in all>", String.valueOf(COUNTED_IN_ALL));

  static final String PURGE =
      """
      with gone as (
        delete from lane_depth
        where ctid = any (array(
          select ctid from lane_depth
          where minute < now() - ? * interval '1 ms'
          order by minute
          limit ?
          for update skip locked))
        returning minute
      ), minutes as (
        delete from depth_minute
        where minute in (
          select minute from depth_minute
          where minute < now() - ? * interval '1 ms'
          order by minute
          limit ?
          for update skip locked)
        returning minute
      )
      select greatest((select count(*) from gone), (select count(*) from minutes))
      """;

  /** Nothing of a tenant that is not deleted: there may already be another one of the name. */
  static final String ERASE =
      """
      with gone as (
        delete from lane_depth
        where ctid = any (array(
          select ctid from lane_depth
          where tenant = (select name from tenant where name = ? and deleted_at is not null)
          limit ?
          for update skip locked))
        returning minute
      )
      select count(*) from gone
      """;

  private final Database database;

  @Inject
  public DepthStore(Database database) {
    this.database = database;
  }

  /**
   * Records how many jobs wait and run now, unless this minute is recorded already; returns of how
   * many tenants' lanes.
   */
  public int record() {
    return count(RECORD);
  }

  /** Deletes minutes that began longer ago than {@code age}; returns how many rows at most. */
  public int purge(Duration age, int limit) {
    return count(PURGE, age.toMillis(), limit, age.toMillis(), limit);
  }

  /** Erases the history of a deleted tenant; returns how many rows. */
  public int erase(String tenant, int limit) {
    return count(ERASE, tenant, limit);
  }

  /** Each tenant and lane with jobs of a state, one after the other. */
  private static String pairs(String state) {
    return """
    select first.tenant, first.lane from turn cross join lateral (
          select tenant, lane from job where state = '<state>'
          order by tenant, lane limit 1) first
        union all
        select next.tenant, next.lane from <state> found cross join lateral (
          select tenant, lane from job
          where state = '<state>' and (tenant, lane) > (found.tenant, found.lane)
          order by tenant, lane limit 1) next\
    """
        .replace("<state>", state);
  }

  /** One more than the bound shows that there are more. */
  private static String jobs(String state) {
    return """
    (select count(*) from (
            select from job where tenant = p.tenant and lane = p.lane and state = '<state>'
            order by id limit b.most + 1) found)\
    """
        .replace("<state>", state);
  }

  private int count(String sql, Object... parameters) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = Rows.plannedAnew(connection, sql)) {
            Rows.bind(statement, List.of(parameters));
            return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
          }
        });
  }
}
