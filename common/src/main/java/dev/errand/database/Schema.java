package dev.errand.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The tables that this version of the services needs, and what a database is short of. */
final class Schema {

  /** The newest migration in db/migration; a test keeps it so. */
  static final int VERSION = 4;

  private static final String TABLES =
      "select to_regclass('job') is not null and to_regclass('flyway_schema_history') is not null";

  private static final String MIGRATED =
      """
      select coalesce(max(version::int), 0) from flyway_schema_history
      where success and version ~ '^[0-9]+$'
      """;

  private Schema() {}

  /**
   * What is missing, for people; empty where nothing is. A newer schema is a good one: migrations
   * leave the services of the version before at work.
   */
  static Optional<String> missing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!ask(statement, TABLES).getBoolean(1)) {
        return Optional.of("without its tables: no migration has run");
      }
      int version = ask(statement, MIGRATED).getInt(1);
      return version >= VERSION
          ? Optional.empty()
          : Optional.of(
              "its tables are of version %d, and this service needs version %d: migrate them"
                  .formatted(version, VERSION));
    }
  }

  private static ResultSet ask(Statement statement, String question) throws SQLException {
    ResultSet answer = statement.executeQuery(question);
    answer.next();
    return answer;
  }
}
