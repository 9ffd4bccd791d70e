package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;

/**
 * The moves that erase a deleted tenant: first its jobs are cancelled and erased, then the rest
 * that is its own, and the tenant itself goes last. Each call is one commit of at most {@code
 * limit} rows and skips rows that are locked by others, so that erasing may be interrupted at any
 * point and replicas share the work. Nothing is done for a tenant that is not deleted: there may
 * already be another one of the same name.
 */
@ApplicationScoped
public class TenantStore {

  static final String DELETED =
      "select name from tenant where deleted_at is not null order by deleted_at";

  /** A tenant's name if it is deleted; otherwise no row has it. */
  private static final String DOOMED =
      "(select name from tenant where name = ? and deleted_at is not null)";

  static final String CANCEL =
      """
      with doomed as materialized <doomed>, picked as materialized (
        select * from (
          select * from (
            select id, state, life, attempt, lease_owner, started_at from job
            where tenant = (select name from doomed) and state = 'queued'
            order by lane, id
            for update skip locked) queued
          union all
          select * from (
            select id, state, life, attempt, lease_owner, started_at from job
            where tenant = (select name from doomed) and state = 'scheduled'
            order by lane, id
            for update skip locked) scheduled
          union all
          select * from (
            select id, state, life, attempt, lease_owner, started_at from job
            where tenant = (select name from doomed) and state = 'running'
            for update skip locked) running
        ) unfinished
        limit ?
      ), moved as (
        update job
        set state = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null
        where id = any (array(select id from picked))
        returning id, tenant, lane, state, 'cancelled' as cause, batch, line, <of job>
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome)
        select id, attempt, life, lease_owner, started_at, 'cancelled'
        from picked
        where state = 'running'
      ), stopped as materialized (
        select pg_notify(<cancelled>, string_agg(id::text, ','))
        from (
          select id, (row_number() over () - 1) / 200 as chunk from picked where state = 'running'
        ) ids
        group by chunk
      ), finals as not materialized (
        select <columns>, <of job>, <no result> from moved
      ), <endings>
      select <columns> from moved
      where <told> and (select count(*) from stopped) >= 0
      """
          .transform(Endings::in)
          .replace("<doomed>", DOOMED)
          .replace("<cancelled>", JobEvents.TO_CANCELLED);

  static final String ERASE_JOBS =
      """
      with doomed as materialized <doomed>, old as materialized (
        select j.id
        from job_request r cross join lateral (
          select id from job
          where id = r.job_id and ended_at is not null
          for update skip locked) j
        where r.tenant = (select name from doomed)
        order by r.job_id
        limit ?
      ), <erase old>
      """
          .transform(Erasure::in)
          .replace("<doomed>", DOOMED);

  static final String ERASE_IDEMPOTENCY_KEYS =
      """
      with gone as (
        delete from idempotency_key
        where (tenant, key) in (
          select tenant, key from idempotency_key
          where tenant = <doomed>
          limit ?
          for update skip locked)
        returning key
      )
      select count(*) from gone
      """
          .replace("<doomed>", DOOMED);

  /** Their bytes are erased as those of other deleted files; the tenant stays until then. */
  static final String DELETE_FILES =
      """
      with gone as (
        update file set deleted_at = now()
        where content in (
          select content from file
          where tenant = <doomed> and deleted_at is null
          limit ?
          for no key update skip locked)
        returning content
      )
      select count(*) from gone
      """
          .replace("<doomed>", DOOMED);

  static final String ERASE_UPLOADS =
      """
      with gone as (
        delete from upload
        where id in (
          select id from upload
          where tenant = <doomed>
          limit ?
          for update skip locked)
        returning id
      )
      select count(*) from gone
      """
          .replace("<doomed>", DOOMED);

  static final String ERASE_API_KEYS =
      """
      with gone as (
        delete from api_key
        where id in (
          select id from api_key
          where tenant = <doomed>
          limit ?
          for update skip locked)
        returning id
      )
      select count(*) from gone
      """
          .replace("<doomed>", DOOMED);

  static final String ERASE =
      """
      delete from tenant t
      where t.name = ? and t.deleted_at < now() - ? * interval '1 ms'
      and (select job_id from job_request where tenant = t.name order by job_id limit 1) is null
      and (select key from idempotency_key where tenant = t.name order by key limit 1) is null
      and (select id from api_key where tenant = t.name order by id limit 1) is null
      and (select id from upload where tenant = t.name limit 1) is null
      and (select content from file where tenant = t.name order by id limit 1) is null
      and (select id from batch where tenant = t.name order by id limit 1) is null
      and (select id from usage_ending where tenant = t.name order by id limit 1) is null
      and (select hour from usage_hour where tenant = t.name order by hour limit 1) is null
      and (select minute from lane_depth where tenant = t.name order by minute limit 1) is null
      """;

  private final Database database;

  @Inject
  public TenantStore(Database database) {
    this.database = database;
  }

  /** The names of the deleted tenants of which something is left. */
  public List<String> deleted() {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(DELETED)) {
            return Rows.all(statement, row -> row.getString(1));
          }
        });
  }

  /** Cancels jobs that have not ended; the workers of running ones are notified. */
  public List<Ending> cancel(String tenant, int limit) {
    return erased(CANCEL, tenant, limit, row -> Ending.of(row).orElseThrow());
  }

  /** Erases ended jobs with their requests, results and attempts; returns how many. */
  public int eraseJobs(String tenant, int limit) {
    return count(ERASE_JOBS, tenant, limit);
  }

  /** Erases idempotency keys; returns how many. */
  public int eraseIdempotencyKeys(String tenant, int limit) {
    return count(ERASE_IDEMPOTENCY_KEYS, tenant, limit);
  }

  /** Deletes files, and ends uploads in progress; returns how many. */
  public int deleteFiles(String tenant, int limit) {
    return count(DELETE_FILES, tenant, limit);
  }

  /** Erases uploads in parts; returns how many. Their parts are files. */
  public int eraseUploads(String tenant, int limit) {
    return count(ERASE_UPLOADS, tenant, limit);
  }

  /** Erases API keys; returns how many. */
  public int eraseApiKeys(String tenant, int limit) {
    return count(ERASE_API_KEYS, tenant, limit);
  }

  /**
   * Erases the tenant itself if nothing else is left of it; returns whether it did.
   *
   * @param age how long ago it must have been deleted: until then, submissions that were let in
   *     before may still be committed
   */
  public boolean erase(String tenant, Duration age) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ERASE)) {
            statement.setString(1, tenant);
            statement.setLong(2, age.toMillis());
            return statement.executeUpdate() == 1;
          }
        });
  }

  private int count(String sql, String tenant, int limit) {
    return erased(sql, tenant, limit, row -> row.getInt(1)).getFirst();
  }

  private <T> List<T> erased(String sql, String tenant, int limit, Rows.Reader<T> reader) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, tenant);
            statement.setInt(2, limit);
            return Rows.all(statement, reader);
          }
        });
  }
}
