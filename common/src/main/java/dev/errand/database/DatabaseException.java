package dev.errand.database;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.util.PSQLException;

/**
 * Postgres cannot be reached, is busy, or rejected a statement. Either nothing was written or
 * everything; if the connection broke or a caller stopped waiting, it is unknown which.
 */
public class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String READ_ONLY = "25006";

  private final DatabaseTrouble trouble;

  public DatabaseException(String message) {
    this(DatabaseTrouble.ERROR, message);
  }

  public DatabaseException(DatabaseTrouble trouble, String message) {
    super(message);
    this.trouble = trouble;
  }

  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.trouble = DatabaseTrouble.of(cause);
  }

  /** Unknown: it may have been written, or may still be. */
  static DatabaseException unknown(Duration waited) {
    return new DatabaseException(
        DatabaseTrouble.SILENT,
        "the database did not respond within %d ms".formatted(waited.toMillis()));
  }

  /** What happened. */
  public DatabaseTrouble trouble() {
    return trouble;
  }

  /**
   * Whether the statement's own values were rejected (SQLSTATE classes 22, data exception, 23,
   * integrity constraint violation, and 54, program limit exceeded), so that the same statement
   * would be rejected again.
   */
  public boolean isAboutTheValues() {
    return isUnstorable() || state().startsWith("23");
  }

  /** Whether this database cannot store or read a value, whoever sends it. */
  public boolean isUnstorable() {
    return state().startsWith("22") || state().startsWith("54");
  }

  /** Postgres' message, in one line, without details of the statement. */
  public String reason() {
    return getCause() instanceof PSQLException e && e.getServerErrorMessage() != null
        ? String.valueOf(e.getServerErrorMessage().getMessage())
        : String.valueOf(getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Whether the connection is unusable, and probably all older ones, too: it broke (class 08), the
   * server stopped or is starting (57P), or the server has become a standby, which is read-only
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
