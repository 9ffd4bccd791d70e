package dev.errand.store.files;

import dev.errand.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * An upload of a file in parts.
 *
 * @param id also the key in the {@link FileStore} of the file that it becomes
 * @param bytes as many as its parts must have together
 * @param expiresAfter how long its file is kept; empty for ever
 * @param expiresAt when the upload does not exist any more
 */
public record PartedUpload(
    UUID id,
    State state,
    long bytes,
    String filename,
    String purpose,
    Optional<Duration> expiresAfter,
    Instant createdAt,
    Instant expiresAt) {

  /** The columns of {@link #of}. */
  static final String COLUMNS =
      "id, state, bytes, filename, purpose, expires_after, created_at, expires_at";

  /** Where an upload is in its life. */
  public enum State {
    PENDING,
    /** Its parts are being joined; if that is interrupted, the client does it again. */
    COMPLETING,
    COMPLETED,
    CANCELLED
  }

  static PartedUpload of(ResultSet row) throws SQLException {
    return new PartedUpload(
        row.getObject("id", UUID.class),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getLong("bytes"),
        row.getString("filename"),
        row.getString("purpose"),
        Optional.ofNullable(row.getObject("expires_after", Long.class)).map(Duration::ofSeconds),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "expires_at"));
  }
}
