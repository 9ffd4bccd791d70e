package dev.errand.database;

import dev.errand.database.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Limits the time of statements and locks in Postgres and, slightly longer, in the network; also
 * prevents plans that scan a table (docs/adr/0008).
 *
 * <p>With sessions, this is set once for each connection. If a pooler gives each transaction
 * another session, it is set in each transaction and ends with it: session settings would be lost,
 * or apply to whoever gets that session next.
 */
public final class StatementLimit {

  /**
   * How long Postgres may take to cancel a statement and report that before the network counts as
   * dead.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final String KEPT =
      "set enable_seqscan = off; set jit = off; set lock_timeout = %d; set statement_timeout = %d";
  private static final String LOCAL = KEPT.replace("set ", "set local ");

  private final DatabaseTimeouts timeouts;
  private final boolean sessionsAreKept;

  StatementLimit(DatabaseTimeouts timeouts, boolean sessionsAreKept) {
    this.timeouts = timeouts;
    this.sessionsAreKept = sessionsAreKept;
  }

  /** For transactions that others begin and end, whatever pooler they pass. */
  public static StatementLimit ofTransactions(DatabaseTimeouts timeouts) {
    return new StatementLimit(timeouts, false);
  }

  /** Limits the transaction that has just begun on a connection; its statements are not named. */
  public void beginTransaction(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    network(connection, timeouts.statement());
    set(connection, LOCAL, timeouts.statement());
  }

  /** Prepares a new connection. */
  void begin(Connection connection) throws SQLException {
    network(connection, timeouts.statement());
    if (sessionsAreKept) {
      set(connection, KEPT, timeouts.statement());
    }
  }

  /** Does work with this limit for its statements. */
  <T> T within(Duration atMost, Connection connection, Work<T> work) throws SQLException {
    boolean usual = atMost.equals(timeouts.statement());
    if (usual) {
      return sessionsAreKept ? work.on(connection) : inTransaction(atMost, connection, work);
    }
    network(connection, atMost);
    try {
      return sessionsAreKept
          ? patiently(atMost, connection, work)
          : inTransaction(atMost, connection, work);
    } finally {
      network(connection, timeouts.statement());
    }
  }

  private <T> T patiently(Duration atMost, Connection connection, Work<T> work)
      throws SQLException {
    set(connection, KEPT, atMost);
    try {
      return work.on(connection);
    } finally {
      set(connection, KEPT, timeouts.statement());
    }
  }

  private <T> T inTransaction(Duration atMost, Connection connection, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      set(connection, LOCAL, atMost);
      T done = work.on(connection);
      connection.commit();
      return done;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void rollBack(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private static void network(Connection connection, Duration atMost) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(atMost.plus(GRACE).toMillis()));
  }

  private void set(Connection connection, String settings, Duration atMost) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings.formatted(timeouts.lock().toMillis(), atMost.toMillis()));
    }
  }
}
