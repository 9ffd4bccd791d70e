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
 * Tells whether connections lead to sessions of their own, or through a pooler in transaction mode,
 * which gives each transaction whatever session of the server is free.
 *
 * <p>A session is known by its process and by when its server started. With a session of its own, a
 * connection always finds the same one, and no other connection finds it. Two connections that take
 * turns can't both see that behind a pooler: one that hands out the session that was used last
 * gives both the same, one that goes round gives each several, and where others compete for the
 * sessions, they change.
 */
final class SharedSessions {

  private static final String SESSION =
      "select pg_backend_pid() || ' since ' || pg_postmaster_start_time()";

  /** The first round shows an idle pooler; more are for one that others use. */
  private static final int ROUNDS = 5;

  private SharedSessions() {}

  /** Whether the connections that a URL leads to share sessions. */
  static boolean at(String url, Properties login) throws SQLException {
    try (Connection one = DriverManager.getConnection(url, login)) {
      return at(one, url, login);
    }
  }

  /** Like {@link #at(String, Properties)}, with one connection that there is already. */
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

  /** The session of a transaction of its own, which this statement is. */
  private static String session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSION)) {
      row.next();
      return row.getString(1);
    }
  }
}
