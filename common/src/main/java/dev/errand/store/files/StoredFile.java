package dev.errand.store.files;

import dev.errand.database.Rows;
import dev.errand.store.batch.BatchPart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file whose upload is complete.
 *
 * @param content under which its bytes are in the {@link FileStore}
 * @param filename as the client sent it
 * @param bytes how many it has
 * @param expiresAt when it is deleted; null if never
 * @param view of which it is a view, with nothing in the store; empty if it was uploaded
 */
public record StoredFile(
    UUID id,
    UUID content,
    String purpose,
    String filename,
    long bytes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    Optional<BatchPart> view) {

  /** The columns of {@link #of}. */
  static final String COLUMNS =
      "id, content, purpose, filename, bytes, created_at, expires_at, " + BatchPart.COLUMNS;

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
        Rows.instantOrNull(row, "expires_at"),
        BatchPart.of(row));
  }
}
