package dev.errand.store.access;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Counts the jobs of tenants and keys that wait: queued, or scheduled. */
@ApplicationScoped
public class WaitingStore {

  /** Two indexes, each of one state, have the tenant first; their order makes Postgres use them. */
  static final String OF_TENANT =
      """
      select count(*) from (
        (select from job where tenant = ? and state = 'queued' order by lane, id limit ?)
        union all
        (select from job where tenant = ? and state = 'scheduled' order by lane, id limit ?)
      ) waiting
      """;

  static final String OF_KEY =
      """
      select count(*) from (
        select from job where api_key = ? and state in ('scheduled', 'queued') limit ?
      ) waiting
      """;

  private final Database database;

  @Inject
  public WaitingStore(Database database) {
    this.database = database;
  }

  /** How many jobs of a tenant wait; if there are more than {@code most}, at least as many. */
  public int ofTenant(String tenant, int most) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OF_TENANT)) {
            statement.setString(1, tenant);
            statement.setInt(2, most);
            statement.setString(3, tenant);
            statement.setInt(4, most);
            return count(statement);
          }
        });
  }

  /** How many jobs of a key wait; if there are more than {@code most}, that number. */
  public int ofKey(String key, int most) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(OF_KEY)) {
            statement.setString(1, key);
            statement.setInt(2, most);
            return count(statement);
          }
        });
  }

  private static int count(PreparedStatement statement) throws SQLException {
    return Rows.first(statement, row -> row.getInt(1)).orElseThrow();
  }
}
