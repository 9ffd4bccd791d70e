package dev.errand.store.files;

import dev.errand.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file whose upload is complete.
 *
 * @param content under which its bytes are in the {@link FileStore}
 * @param filename as the client sent it
 * @param bytes how many it has
 * @param expiresAt when it is deleted; null if never
 */
public record StoredFile(
    UUID id,
    UUID content,
    String purpose,
    String filename,
    long bytes,
    Instant createdAt,
    @Nullable Instant expiresAt) {

  /** The columns of {@link #of}. */
  static final String COLUMNS = "id, content, purpose, filename, bytes, created_at, expires_at";

  /** The same of a table with an alias. */
  static String columnsOf(String alias) {
    return alias + "." + COLUMNS.replace(", ", ", " + alias + ".");
  }

  static StoredFile of(ResultSet row) throws SQLException {
    return new StoredFile(
        row.getObject("id", UUID.class),
        row.getObject("content", UUID.class),
        row.getString("purpose"),
        row.getString("filename"),
        row.getLong("bytes"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "expires_at"));
  }
}
