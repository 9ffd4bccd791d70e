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

  private static final String TARGET =
      """
      target as materialized (
        select <columns> from job where id = ? and tenant = ? for update
      )\
      """
          .replace("<columns>", ClientMoves.TARGET);

  private static final String RESULT =
      """
      select t.state, m.id is not null, t.batch is not null
      from target t left join moved m using (id)
      where <done>
      """;

  static final String CANCEL = statement(ClientMoves.CANCEL);

  static final String RETRY = statement(ClientMoves.RETRY);

  static final String DELETE =
      statement(
          """
          author as materialized (
            select ?::text as tenant, ?::text as who, ?::text as origin, '{}'::jsonb as details
          ),
          """
              + ClientMoves.DELETE);

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

  private static String statement(String move) {
    return ClientMoves.in("with " + TARGET + ", " + move + "\n" + RESULT);
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
