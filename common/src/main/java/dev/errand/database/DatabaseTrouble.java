package dev.errand.database;

import java.sql.SQLException;

/** Why the database could not do its work, in words for clients. */
public enum DatabaseTrouble {
  /** No connection to a server that responds. */
  UNREACHABLE("the database cannot be reached or does not respond"),
  /** The service's own connections are all in use. */
  BUSY("all of the service's database connections are busy"),
  /** A caller stopped waiting; its work may have been done, or may still be. */
  SILENT("the database did not respond in time"),
  /** The statement's time limit was exceeded. */
  TIMEOUT("a database statement was cancelled because it took too long"),
  /** The time limit for a lock was exceeded. */
  LOCKED("a database statement waited too long for a lock"),
  /** Two transactions conflicted. */
  CONFLICT("a database statement conflicted with another one"),
  /** The server has too many connections already. */
  CONNECTIONS("the database accepts no more connections"),
  /** The server is out of disk space or memory. */
  RESOURCES("the database is out of disk space or memory"),
  /** A standby, or a primary during a failover. */
  READ_ONLY("the database is read-only: a standby, or in a failover"),
  /** Login, database name or privileges. */
  ACCESS("the database rejected the login or denied a permission"),
  /** Anything else that the server reported. */
  ERROR("the database reported an error");

  private static final String NO_STATE = "";

  private final String text;

  DatabaseTrouble(String text) {
    this.text = text;
  }

  /** What happened, as the start of a sentence. */
  public String text() {
    return text;
  }

  /** By the SQLSTATE; without one, the pool could not open a connection in time. */
  static DatabaseTrouble of(SQLException e) {
    String state = e.getSQLState() == null ? NO_STATE : e.getSQLState();
    return switch (state) {
      case NO_STATE -> UNREACHABLE;
      case "57014" -> TIMEOUT;
      case "55P03" -> LOCKED;
      case "53300" -> CONNECTIONS;
      case "25006" -> READ_ONLY;
      default -> ofClass(state);
    };
  }

  private static DatabaseTrouble ofClass(String state) {
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08", "57" -> UNREACHABLE;
      case "40" -> CONFLICT;
      case "53", "54" -> RESOURCES;
      case "28", "3D" -> ACCESS;
      default -> state.equals("42501") ? ACCESS : ERROR;
    };
  }
}
