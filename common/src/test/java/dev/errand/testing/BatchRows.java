package dev.errand.testing;

import dev.errand.database.Database;
import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.batch.Part;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the rows of batches, in any state, without the engine. */
public final class BatchRows {

  /** A worker that does not exist keeps the service from planning and settling it. */
  private static final String BATCH =
      """
      insert into batch (id, tenant, endpoint, input_file, input, completion_window, priority, status,
        created_at, expires_at, worker, worker_until)
      values (?, ?, '/v1/chat/completions', ?, ?, '24h', -10, 'in_progress', now(),
        now() + interval '1 day', 'test', now() + interval '1 day')
      """;

  private static final String JOB =
      """
      with job as (
        insert into job (id, tenant, state, lane, run_at, max_attempts, lease_owner, lease_until,
          started_at, ended_at, batch, line)
        select ?, tenant, s.state, 'default', now(), 3,
          case when s.state = 'running' then 'worker' end,
          case when s.state = 'running' then now() + interval '1 day' end,
          case when s.state = 'running' then now() end,
          case when s.state not in ('scheduled', 'queued', 'running') then now() end, id, ?
        from batch cross join (select ?::text as state) s
        where id = ?
      )
      insert into job_request (job_id, tenant, endpoint, model, body, batch, line, custom_id)
      select ?, tenant, endpoint, 'sim', '{}', id, ?, ?
      from batch
      where id = ?
      """;

  private static final String RESULT =
      """
      insert into job_result (job_id, body, http_status, error_type, error_message)
      values (?, ?, ?, ?, ?)
      """;

  private static final String ENDING =
      "insert into batch_ending (batch, succeeded, lines) values (?, 0, ?)";

  private static final String ENDING_BY =
      "insert into batch_ending (batch, succeeded, lines, xid) values (?, 0, ?, ?::xid8)";

  private static final String VIEW =
      """
      insert into file (content, id, tenant, purpose, filename, bytes, created_at, batch, part)
      select ?, ?, tenant, 'batch_output', 'output.jsonl', ?, now(), id, ? from batch where id = ?
      """;

  private final Database database;

  public BatchRows(Database database) {
    this.database = database;
  }

  /**
   * Creates a batch in progress of a tenant that exists; its input is this file. No service works
   * on it.
   */
  public UUID batch(String tenant, UUID file, UUID content) {
    UUID id = id();
    update(BATCH, id, tenant, file, content);
    return id;
  }

  /** Creates a batch in progress. */
  public UUID batch(String tenant) {
    return batch(tenant, id(), id());
  }

  /** Ends a batch. */
  public void end(UUID batch, String status) {
    update("update batch set status = ?, ended_at = now() where id = ?", status, batch);
  }

  /** Creates a line without a result; its custom id is {@code line-<number>}. */
  public UUID line(UUID batch, int number, JobState state) {
    UUID job = id();
    String customId = "line-" + number;
    update(JOB, job, number, state.text(), batch, job, number, customId, batch);
    return job;
  }

  /** Creates a line that succeeded. */
  public UUID succeeded(UUID batch, int number, String body) {
    UUID job = line(batch, number, JobState.SUCCEEDED);
    update(RESULT, job, body.getBytes(StandardCharsets.UTF_8), 200, null, null);
    return job;
  }

  /** Creates a line that failed. */
  public UUID failed(UUID batch, int number, @Nullable Integer status, String type) {
    UUID job = line(batch, number, JobState.FAILED);
    update(RESULT, job, null, status, type, "it failed");
    return job;
  }

  /** Records that these lines ended in one commit. */
  public void ended(UUID batch, Integer... lines) {
    update(ENDING, batch, lines);
  }

  /** The same, in a transaction with an id of the past. */
  public void endedBy(long transaction, UUID batch, Integer... lines) {
    update(ENDING_BY, batch, lines, Long.toString(transaction));
  }

  /** The same in a transaction of the test's. */
  public static void ended(Connection connection, UUID batch, Integer... lines)
      throws SQLException {
    execute(connection, ENDING, batch, lines);
  }

  /** Creates the view of a part; returns the file's id. */
  public UUID view(UUID batch, Part part, long bytes) {
    UUID file = id();
    update(VIEW, UUID.randomUUID(), file, bytes, part.text(), batch);
    return file;
  }

  private static UUID id() {
    return JobId.next(InstantSource.system());
  }

  private void update(String sql, @Nullable Object... parameters) {
    database.statement(connection -> execute(connection, sql, parameters));
  }

  private static int execute(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        Object value =
            parameters[i] instanceof Integer[] numbers
                ? connection.createArrayOf("int4", numbers)
                : parameters[i];
        statement.setObject(i + 1, value);
      }
      return statement.executeUpdate();
    }
  }
}
