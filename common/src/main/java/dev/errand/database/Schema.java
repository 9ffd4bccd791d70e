package dev.errand.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The tables that this version of the services needs, and what a database lacks. */
public final class Schema {

  /** The newest migration in db/migration; a test compares it. */
  static final int VERSION = 23;

  private static final String STAND =
      """
      select current_schema(),
        to_regclass(quote_ident(current_schema()) || '.flyway_schema_history') is not null,
        exists (
          select from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = current_schema() and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
            and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
      """;

  /** Whether the history is Errand's, and its newest version. */
  private static final String MIGRATED =
      """
      select coalesce(bool_or(version = '1' and script like '%V1__jobs.sql'), false),
        coalesce(max(version::int), 0)
      from flyway_schema_history
      where success and version ~ '^[0-9]+$'
      """;

  private Schema() {}

  /**
   * What is missing, for humans; empty if nothing is. A newer schema is accepted: migrations are
   * compatible with the services of the previous version.
   */
  static Optional<String> missing(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet stand = ask(statement, STAND);
      if (!stand.getBoolean(2)) {
        return Optional.of(
            stand.getBoolean(3) ? foreign(stand) : "without its tables: no migration has run");
      }
      String foreign = foreign(stand);
      ResultSet migrated = ask(statement, MIGRATED);
      if (!migrated.getBoolean(1)) {
        return Optional.of(foreign);
      }
      int version = migrated.getInt(2);
      return version >= VERSION
          ? Optional.empty()
          : Optional.of(
              "its tables have version %d, and this service needs version %d: migrate them"
                  .formatted(version, VERSION));
    }
  }

  /**
   * Why the schema must not be migrated, for humans: it contains foreign tables. Flyway would
   * propose a baseline, after which Errand's first tables are never created.
   */
  public static Optional<String> foreign(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      ResultSet stand = ask(statement, STAND);
      String foreign = foreign(stand);
      boolean isOurs =
          stand.getBoolean(2) ? ask(statement, MIGRATED).getBoolean(1) : !stand.getBoolean(3);
      return isOurs ? Optional.empty() : Optional.of(foreign);
    }
  }

  private static String foreign(ResultSet stand) throws SQLException {
    return "the schema %s contains tables that are not Errand's: add ?currentSchema=errand to"
            .formatted(stand.getString(1))
        + " errand.database.url, and Errand uses a schema of its own, which it creates if it has"
        + " the permission; a Flyway baseline does not help";
  }

  private static ResultSet ask(Statement statement, String question) throws SQLException {
    ResultSet answer = statement.executeQuery(question);
    answer.next();
    return answer;
  }
}
