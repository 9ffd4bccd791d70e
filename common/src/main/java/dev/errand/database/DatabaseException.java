package dev.errand.database;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Postgres can't be reached, is busy, or refused a statement. Nothing was written, or all; where
 * the connection broke or a caller did not wait for the end, that can't be known.
 */
public class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String READ_ONLY = "25006";

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** Nobody knows: it may have been written, or be written yet. */
  static DatabaseException unknown(Duration waited) {
    return new DatabaseException(
        "the database has not answered within %d ms".formatted(waited.toMillis()));
  }

  /**
   * Whether the statement's own values were refused (SQLSTATE classes 22, data exception, and 23,
   * integrity constraint violation), so that the same statement will be refused again.
   */
  public boolean isAboutTheValues() {
    return state().startsWith("22") || state().startsWith("23");
  }

  /**
   * Whether the connection is of no more use, and those made before it probably neither: it broke
   * (class 08), the server stopped or starts (57P), or it has become a standby, which only reads
   * (25006).
   */
  boolean isConnectionLost() {
    String state = state();
    return state.startsWith("08") || state.startsWith("57P") || state.equals(READ_ONLY);
  }

  private String state() {
    return getCause() instanceof SQLException sql && sql.getSQLState() != null
        ? sql.getSQLState()
        : "";
  }
}
