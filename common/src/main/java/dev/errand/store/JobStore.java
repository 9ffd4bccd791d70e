package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.Optional;
import java.util.UUID;

/** The moves that clients make: cancel, retry, delete. Another tenant's job does not exist. */
@ApplicationScoped
public class JobStore {

  static final String CANCEL =
      """
      with target as materialized (
        select id, state, batch, life, attempt, lease_owner, started_at
        from job where id = ? and tenant = ?
        for update
      ), moved as (
        update job j
        set state = 'cancelled', ended_at = now(), lease_owner = null, lease_until = null
        from target t
        where j.id = t.id and t.state in ('scheduled', 'queued', 'running')
        returning j.id, j.tenant, j.lane, j.state, 'cancelled' as cause, j.batch, j.line
      ), recorded as (
        insert into attempt (job_id, number, life, worker, started_at, outcome)
        select t.id, t.attempt, t.life, t.lease_owner, t.started_at, 'cancelled'
        from target t join moved using (id)
        where t.state = 'running'
      ), finals as not materialized (
        select <columns>, <no result> from moved
      ), <endings>
      select t.state, m.id is not null, t.batch is not null,
        case when m.id is not null and t.state = 'running'
          then pg_notify(<cancelled>, t.id::text) end
      from target t left join moved m using (id)
      where <told>
      """
          .transform(Endings::in)
          .replace("<cancelled>", JobEvents.TO_CANCELLED);

  static final String RETRY =
      """
      with target as materialized (
        select id, state, batch from job where id = ? and tenant = ? for update
      ), moved as (
        update job j
        set state = 'queued', life = j.life + 1, spent = 0, throttles = 0,
          throttled_since = null, rank = nextval('job_rank'),
          run_at = now(), deadline = null, ended_at = null
        from target t
        where j.id = t.id and t.state in ('failed', 'cancelled', 'expired')
          and t.batch is null
        returning j.id
      ), forgotten as (
        delete from job_result where job_id in (select id from moved)
      )
      select t.state, m.id is not null, t.batch is not null
      from target t left join moved m using (id)
      """;

  static final String DELETE =
      """
      with target as materialized (
        select id, state, batch from job where id = ? and tenant = ? for update
      ), moved as (
        delete from job j using target t
        where j.id = t.id and t.batch is null
          and t.state in ('succeeded', 'failed', 'cancelled', 'expired')
        returning j.id
      ), requests as (delete from job_request where job_id in (select id from moved)
      ), results as (delete from job_result where job_id in (select id from moved)
      ), attempts as (delete from attempt where job_id in (select id from moved)
      ), audited as (
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now(), ?, ?, 'job.delete', id::text, ?, '{}'::jsonb
        from moved
      )
      select t.state, m.id is not null, t.batch is not null
      from target t left join moved m using (id)
      """;

  private final Database database;

  @Inject
  public JobStore(Database database) {
    this.database = database;
  }

  /**
   * A client's move of one job.
   *
   * @param from its state before
   * @param won whether it moved
   * @param ofBatch whether it is a line of a batch, which ends once, and stays as long as its batch
   */
  public record Move(JobState from, boolean won, boolean ofBatch) {}

  /**
   * Cancels a job that has not ended; the worker of a running job is notified, and its answer is
   * not recorded.
   */
  public Optional<Move> cancel(Caller caller, UUID id) {
    return move(CANCEL, id, caller.tenant());
  }

  /** Starts a new life of a failed, cancelled or expired job, without its old deadline. */
  public Optional<Move> retry(Caller caller, UUID id) {
    return move(RETRY, id, caller.tenant());
  }

  /**
   * Deletes an ended job with everything that belongs to it except its idempotency key, without
   * which a repeated submission would run a second time. The audit log records who did it, and
   * nothing of the job but its id.
   *
   * @param origin the address that the request came from
   */
  public Optional<Move> delete(Caller caller, String origin, UUID id) {
    return move(DELETE, id, caller.tenant(), caller.tenant(), caller.name(), origin);
  }

  private Optional<Move> move(String sql, UUID id, String... texts) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            for (int i = 0; i < texts.length; i++) {
              statement.setString(i + 2, texts[i]);
            }
            return Rows.first(
                statement,
                row ->
                    new Move(
                        JobState.of(row.getString(1)).orElseThrow(),
                        row.getBoolean(2),
                        row.getBoolean(3)));
          }
        });
  }
}
