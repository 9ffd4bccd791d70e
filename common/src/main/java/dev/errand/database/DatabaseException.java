package dev.errand.database;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.util.PSQLException;

/**
 * Postgres can't be reached, is busy, or refused a statement. Nothing was written, or all; where
 * the connection broke or a caller did not wait for the end, that can't be known.
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

  /** Nobody knows: it may have been written, or be written yet. */
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
   * Whether the statement's own values were refused (SQLSTATE classes 22, data exception, 23,
   * integrity constraint violation, and 54, program limit exceeded), so that the same statement
   * will be refused again.
   */
  public boolean isAboutTheValues() {
    return isUnstorable() || state().startsWith("23");
  }

  /** Whether a value is one that this database can't store or read, whoever sends it. */
  public boolean isUnstorable() {
    return state().startsWith("22") || state().startsWith("54");
  }

  /** What Postgres said, in a line, without details of the statement. */
  public String reason() {
    return getCause() instanceof PSQLException e && e.getServerErrorMessage() != null
        ? String.valueOf(e.getServerErrorMessage().getMessage())
        : String.valueOf(getMessage()).lines().findFirst().orElse("");
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
