package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The moves of batches from status to status, except those that clients make. Each is one statement
 * that says what must be so before it: what two services do at once, or one does again after it was
 * killed, is done once.
 */
@ApplicationScoped
public class BatchMoves {

  static final String ACTIVE =
      """
      select <columns> from batch b
      where ended_at is null
        and (worker is null or worker = ? or worker_until < now())
        and not exists (select from tenant where name = b.tenant and deleted_at is not null)
      order by id
      limit ?
      """
          .replace("<columns>", ActiveBatch.COLUMNS);

  static final String CLAIM =
      """
      update batch set worker = ?, worker_until = now() + ? * interval '1 ms'
      where id = ? and ended_at is null
        and (worker is null or worker = ? or worker_until < now())
      returning <columns>
      """
          .replace("<columns>", ActiveBatch.COLUMNS);

  static final String RELEASE =
      "update batch set worker = null, worker_until = null where worker = ? and ended_at is null";

  static final String ACCEPT =
      """
      update batch
      set total = ?, model = ?,
        status = case status when 'validating' then 'in_progress' else status end,
        in_progress_at = case status when 'validating' then now() end
      where id = ? and total is null and ended_at is null
      """;

  static final String REJECT =
      """
      update batch
      set errors = ?::jsonb, ended_at = now(), worker = null, worker_until = null,
        status = case stop when 'cancelled' then 'cancelled' else 'failed' end
      where id = ? and total is null and ended_at is null
      """;

  /** Without any line that is a job, it has ended. */
  static final String GIVE_UP_REST =
      """
      update batch
      set errors = ?::jsonb, total = nullif(planned, 0), worker = null, worker_until = null,
        status = case planned when 0 then stop else status end,
        ended_at = case planned when 0 then now() end
      where id = ? and stop is not null and planned < total and ended_at is null
      """;

  static final String EXPIRE =
      """
      update batch set stop = 'expired'
      where id = ? and stop is null and expires_at <= now() and ended_at is null
      """;

  static final String FINALIZE =
      """
      update batch
      set finalizing_at = now(),
        status = case status when 'in_progress' then 'finalizing' else status end
      where id = ? and planned = total and finalizing_at is null and ended_at is null
      """;

  private final Database database;

  @Inject
  public BatchMoves(Database database) {
    this.database = database;
  }

  /** Batches that have not ended and that no other service works on, the oldest first. */
  public List<ActiveBatch> active(String worker, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ACTIVE)) {
            statement.setString(1, worker);
            statement.setInt(2, limit);
            return Rows.all(statement, ActiveBatch::of);
          }
        });
  }

  /** Makes this service the one that works on a batch; empty if another one does, or it ended. */
  public Optional<ActiveBatch> claim(UUID id, String worker, Duration lease) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, worker);
            statement.setLong(2, lease.toMillis());
            statement.setObject(3, id);
            statement.setString(4, worker);
            return Rows.first(statement, ActiveBatch::of);
          }
        });
  }

  /** Leaves the batches of a service that stops to the others. */
  public void release(String worker) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, worker);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Records that the lines are valid.
   *
   * @param model of all lines; null if they have several
   */
  public void accept(UUID id, int lines, @Nullable String model) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ACCEPT)) {
            statement.setInt(1, lines);
            statement.setString(2, model);
            statement.setObject(3, id);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Ends a batch whose lines are invalid.
   *
   * @param errors a JSON array
   * @return whether it ended now
   */
  public boolean reject(UUID id, String errors) {
    return moveWith(REJECT, id, errors);
  }

  /**
   * Gives up the lines of a stopped batch that are not jobs.
   *
   * @param errors a JSON array that says why
   * @return whether they were given up now
   */
  public boolean giveUpRest(UUID id, String errors) {
    return moveWith(GIVE_UP_REST, id, errors);
  }

  /** From now on, the lines of a batch whose window is over are ended. */
  public void expire(UUID id) {
    move(EXPIRE, id);
  }

  /** Records that all lines have ended. */
  public void beginToFinalize(UUID id) {
    move(FINALIZE, id);
  }

  private boolean moveWith(String sql, UUID id, String errors) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, errors);
            statement.setObject(2, id);
            return statement.executeUpdate() == 1;
          }
        });
  }

  private void move(String sql, UUID id) {
    database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            return statement.executeUpdate();
          }
        });
  }
}
