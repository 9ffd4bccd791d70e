package dev.errand.store;

import dev.errand.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Duration;

/** The end of the audit log's entries. What they record is done elsewhere, in the same commit. */
@ApplicationScoped
public class AuditStore {

  static final String PURGE =
      """
      delete from audit
      where id = any (array(
        select id from audit
        where at < now() - ? * interval '1 ms'
        order by at, id
        limit ?
        for update skip locked))
      """;

  private final Database database;

  @Inject
  public AuditStore(Database database) {
    this.database = database;
  }

  /** Deletes entries older than {@code age}; returns how many. */
  public int purge(Duration age, int limit) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
            statement.setLong(1, age.toMillis());
            statement.setInt(2, limit);
            return statement.executeUpdate();
          }
        });
  }
}
