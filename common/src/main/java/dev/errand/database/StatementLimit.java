package dev.errand.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How long a connection's statements may take, by Postgres and, a little later, by the network. */
final class StatementLimit {

  /** What Postgres may need to cancel a statement and say so before the network counts as dead. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private StatementLimit() {}

  /** Sets it, by one statement. */
  static void set(Connection connection, Duration atMost) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(atMost.plus(GRACE).toMillis()));
    execute(connection, "set statement_timeout = " + atMost.toMillis());
  }

  /** Runs a statement that returns nothing. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
