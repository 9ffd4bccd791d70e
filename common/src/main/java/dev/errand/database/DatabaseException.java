package dev.errand.database;

import java.sql.SQLException;

/** Postgres can't be reached, is busy, or refused a statement. Nothing was written, or all. */
public class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Whether the statement's own values were refused (SQLSTATE classes 22, data exception, and 23,
   * integrity constraint violation), so that the same statement will be refused again.
   */
  public boolean isAboutTheValues() {
    return getCause() instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
  }
}
