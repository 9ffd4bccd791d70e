package dev.errand.store;

/**
 * The SQL of the moves that clients make, shared by the statements for one job and for many.
 *
 * <p>A statement begins with the CTE {@code target}: the jobs, locked, with {@link #TARGET}. It
 * continues with one of the moves, whose CTE {@code moved} has the {@code id} and the {@code lane}
 * of each job that moves, and ends with {@code where <done>}. {@link #in} completes it.
 */
public final class ClientMoves {

  /** The columns of the CTE {@code target}. */
  public static final String TARGET = "id, state, batch, life, attempt, lease_owner, started_at";

  /** Ends jobs that have not ended; the workers of running ones are notified. */
  public static final String CANCEL =
      """
      moving as materialized (
        select * from target where state in ('scheduled', 'queued', 'running')
      ), moved as (
        update job
        set state = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null
        where id = any (array(select id from moving))
        returning id, tenant, lane, state, 'cancelled' as cause, batch, line, <of job>
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome)
        select id, attempt, life, lease_owner, started_at, 'cancelled'
        from moving
        where state = 'running'
      ), stopped as materialized (
        select pg_notify(<cancelled>, string_agg(id::text, ','))
        from (
          select id, (row_number() over () - 1) / 200 as chunk from moving where state = 'running'
        ) ids
        group by chunk
      ), finals as not materialized (
        select <columns>, <of job>, <no result> from moved
      ), <endings>\
      """;

  /** Starts a new life of failed, cancelled and expired jobs that are no lines of batches. */
  public static final String RETRY =
      """
      moving as materialized (
        select id from target
        where state in ('failed', 'cancelled', 'expired') and batch is null
      ), moved as (
        update job
        set state = 'queued', life = life + 1, spent = 0, throttles = 0, throttled_since = null,
          rank = nextval('job_rank'), run_at = now(), deadline = null, ended_at = null,
          retried_at = now()
        where id = any (array(select id from moving))
        returning id, lane
      ), forgotten as (
        delete from job_result where job_id = any (array(select id from moving))
      )\
      """;

  /**
   * Deletes ended jobs that are no lines of batches, except their idempotency keys. The CTE {@code
   * author} is required too: who deletes them (tenant, who, origin), and details for the audit log.
   */
  public static final String DELETE =
      """
      moving as materialized (
        select id from target
        where state in ('succeeded', 'failed', 'cancelled', 'expired') and batch is null
      ), moved as (
        delete from job where id = any (array(select id from moving))
        returning id, lane
      ), requests as (delete from job_request where job_id = any (array(select id from moving))
      ), results as (delete from job_result where job_id = any (array(select id from moving))
      ), attempts as (delete from attempt where job_id = any (array(select id from moving))
      ), audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), a.tenant, a.who, 'job.delete', m.id::text, a.origin,
          a.details
        from moving m cross join author a
      )\
      """;

  /** Postgres must send the notifications to evaluate it. */
  private static final String TOLD = "<told> and (select count(*) from stopped) >= 0";

  private ClientMoves() {}

  /** Completes a statement with one of these moves. */
  public static String in(String statement) {
    return statement.contains("<endings>")
        ? Endings.in(statement.replace("<done>", TOLD))
            .replace("<cancelled>", JobEvents.TO_CANCELLED)
        : statement.replace("<done>", "true");
  }
}
