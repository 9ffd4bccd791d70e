package dev.errand.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;

/**
 * Detects whether connections have sessions of their own or go through a pooler in transaction
 * mode, which gives each transaction any free session of the server.
 *
 * <p>A session is identified by its process and by its server's start time. A connection with a
 * session of its own always finds the same session, and no other connection finds it. Behind a
 * pooler, two connections that take turns cannot both observe this: a pooler that prefers the last
 * used session gives both the same one, a round-robin pooler gives each several, and if other
 * clients compete for the sessions, they change.
 */
final class SharedSessions {

  private static final String SESSION =
      "select pg_backend_pid() || ' since ' || pg_postmaster_start_time()";

  /** The first round detects an idle pooler; further rounds detect a busy one. */
  private static final int ROUNDS = 5;

  private SharedSessions() {}

  /** Whether the connections of a URL share sessions. */
  static boolean at(String url, Properties login) throws SQLException {
    try (Connection one = DriverManager.getConnection(url, login)) {
      return at(one, url, login);
    }
  }

  /** Like {@link #at(String, Properties)}, with one existing connection. */
  static boolean at(Connection one, String url, Properties login) throws SQLException {
    try (Connection other = DriverManager.getConnection(url, login)) {
      return areSharedBy(one, other);
    }
  }

  private static boolean areSharedBy(Connection one, Connection other) throws SQLException {
    Set<String> ofOne = new HashSet<>();
    Set<String> ofOther = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      ofOne.add(session(one));
      ofOther.add(session(other));
      ofOther.add(session(other));
      ofOne.add(session(one));
      if (ofOne.size() > 1 || ofOther.size() > 1 || ofOne.equals(ofOther)) {
        return true;
      }
    }
    return false;
  }

  /** The session of this statement, which is a transaction of its own. */
  private static String session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSION)) {
      row.next();
      return row.getString(1);
    }
  }
}
