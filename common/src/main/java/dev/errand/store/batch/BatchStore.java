package dev.errand.store.batch;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.util.Optional;
import java.util.UUID;

/** The move that clients make: cancel. Another tenant's batch does not exist. */
@ApplicationScoped
public class BatchStore {

  /** A batch whose window is over is being expired already, and that goes on. */
  static final String CANCEL =
      """
      with target as materialized (
        select id, status from batch where id = ? and tenant = ? for update
      ), moved as (
        update batch b
        set status = 'cancelling', stop = 'cancelled', cancelling_at = now()
        from target t
        where b.id = t.id and b.ended_at is null and b.stop is null
      )
      select status from target
      """;

  private final Database database;

  @Inject
  public BatchStore(Database database) {
    this.database = database;
  }

  /** Begins to cancel a batch that has not ended; returns its status before. */
  public Optional<BatchStatus> cancel(Caller caller, UUID id) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(CANCEL)) {
            statement.setObject(1, id);
            statement.setString(2, caller.tenant());
            return Rows.first(statement, row -> BatchStatus.of(row.getString(1)));
          }
        });
  }
}
