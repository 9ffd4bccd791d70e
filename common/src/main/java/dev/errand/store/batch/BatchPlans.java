package dev.errand.store.batch;

import dev.errand.database.Columns;
import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.store.Endings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Makes jobs of the lines of batches, some in each commit. */
@ApplicationScoped
public class BatchPlans {

  /**
   * The batch's row is the turn: whoever finds fewer or more lines planned than it read does
   * nothing. The lines of a batch that is being stopped become jobs that have ended, so that each
   * line is a job in the end.
   */
  static final String PLAN =
      """
      with turn as materialized (
        update batch
        set planned = planned + ?, line = ?, position = ?
        where id = ? and planned = ? and ended_at is null
          and not exists (
            select from tenant where name = batch.tenant and deleted_at is not null)
        returning id, tenant, api_key, endpoint, priority, stop, expires_at
      ), lines as materialized (
        select l.*, t.id as batch, t.tenant, t.api_key, t.endpoint, t.priority, t.expires_at,
          coalesce(t.stop, case when l.fault is null then 'queued' else 'failed' end) as state
        from turn t cross join unnest(?::uuid[], ?::int[], ?::text[], ?::text[], ?::text[],
          ?::int[], ?::int[], ?::text[], ?::bytea[], ?::text[], ?::text[])
        as l (id, line, custom_id, lane, model, max_attempts, timeout_seconds, on_lost, body, trace,
          fault)
      ), requests as (
        insert into job_request (job_id, tenant, endpoint, model, body, batch, line, custom_id,
          trace)
        select id, tenant, endpoint, model, body, batch, line, custom_id, trace from lines
      ), moved as (
        insert into job (id, tenant, api_key, state, lane, model, priority, run_at, deadline,
          max_attempts, timeout_seconds, on_lost, batch, line, ended_at)
        select id, tenant, api_key, state, lane, model, priority, now(),
          expires_at, max_attempts, timeout_seconds, on_lost, batch, line,
          case when state <> 'queued' then now() end
        from lines
        returning id, tenant, lane, state, batch, line, <of job>,
          case state when 'queued' then null when 'failed' then 'finished' else state end as cause
      ), finals as not materialized (
        select id, m.tenant, m.lane, m.state, cause, m.batch, m.line, m.api_key, m.model, m.life,
          m.attempt, m.run_at, m.started_at, null::bytea as body,
          case m.state when 'failed' then 'configuration' end as error_type,
          l.fault as error_message, null::int4 as http_status, null::text as error_body,
          null::text as error_headers, <no tokens>
        from moved m join lines l using (id)
        where cause is not null
      ), <endings>
      select <columns> from moved
      where <told>
      """
          .transform(Endings::in);

  private final Database database;

  @Inject
  public BatchPlans(Database database) {
    this.database = database;
  }

  /**
   * Where the planning of a batch stands.
   *
   * @param planned how many of its lines are jobs
   */
  public record Turn(UUID batch, int planned) {}

  /** A line that is a job now, with its state. */
  public record Planned(UUID id, String lane, JobState state) {}

  /**
   * Makes jobs of the next lines of a batch.
   *
   * @param position where in the input file the line after them begins
   * @return empty if it was not, or is no more, the turn of these lines
   */
  public List<Planned> plan(Turn turn, List<NewLine> lines, long position) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PLAN)) {
            statement.setInt(1, lines.size());
            statement.setInt(2, lines.getLast().number());
            statement.setLong(3, position);
            statement.setObject(4, turn.batch());
            statement.setInt(5, turn.planned());
            bind(statement, lines);
            return Rows.all(statement, BatchPlans::planned);
          }
        });
  }

  private static void bind(PreparedStatement statement, List<NewLine> lines) throws SQLException {
    new Columns<>(statement, lines, 6)
        .add("uuid", line -> line.job().id())
        .add("int4", NewLine::number)
        .add("text", NewLine::customId)
        .add("text", line -> line.job().lane())
        .add("text", line -> line.job().request().model())
        .add("int4", line -> line.job().plan().maxAttempts())
        .add("int4", line -> line.job().plan().timeoutSeconds())
        .add("text", line -> line.job().plan().onLost().text())
        .add("bytea", line -> line.job().request().body())
        .add("text", line -> line.job().request().trace())
        .add("text", NewLine::fault);
  }

  private static Planned planned(ResultSet row) throws SQLException {
    return new Planned(
        row.getObject("id", UUID.class),
        row.getString("lane"),
        JobState.of(row.getString("state")).orElseThrow());
  }
}
