package dev.errand.store.files;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Files in Postgres, in chunks, each written in a commit of its own. */
@ApplicationScoped
@Identifier(PostgresFileStore.NAME)
public class PostgresFileStore implements FileStore {

  /** As in a file's row. */
  public static final String NAME = "postgres";

  /** Maximum bytes of a chunk. */
  static final int CHUNK = 256 * 1024;

  /** Chunks that are erased in one commit, about 25 MB. */
  private static final int ERASED = 100;

  /** Writes nothing for an upload that was given up. */
  static final String WRITE =
      """
      insert into file_chunk (file, start, bytes)
      select content, ?, ? from file where content = ? and deleted_at is null
      """;

  static final String READ =
      """
      select start, bytes from file_chunk
      where file = ? and start <= ?
      order by start desc
      limit 1
      """;

  static final String ERASE =
      """
      delete from file_chunk
      where (file, start) in (
        select file, start from file_chunk where file = ?
        order by file, start
        limit ?
        for update skip locked)
      """;

  /** Postgres does not write values of other columns again that are stored out of line. */
  static final String MOVE = "update file_chunk set file = ?, start = start + ? where file = ?";

  private final Database database;

  @Inject
  public PostgresFileStore(Database database) {
    this.database = database;
  }

  @Override
  public OutputStream write(UUID content) {
    return new ChunkOutput(this, content);
  }

  @Override
  public InputStream read(UUID content, long from) {
    return new ChunkInput(this, content, from);
  }

  /** Moves the chunks of one piece after the other; none of those that have been moved already. */
  @Override
  public void join(List<Piece> pieces, UUID content) {
    long start = 0;
    for (Piece piece : pieces) {
      move(piece.content(), content, start);
      start += piece.bytes();
    }
  }

  @Override
  public boolean erase(UUID content) {
    return database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(ERASE)) {
            statement.setObject(1, content);
            statement.setInt(2, ERASED);
            return statement.executeUpdate() == ERASED;
          }
        });
  }

  private void move(UUID from, UUID to, long start) {
    database.bulk(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setObject(1, to);
            statement.setLong(2, start);
            statement.setObject(3, from);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Bytes of a file.
   *
   * @param start the place of the first one in the file
   */
  record Chunk(long start, byte[] bytes) {}

  /** Stores a chunk; returns false if the upload was given up. */
  boolean append(UUID content, Chunk chunk) {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setLong(1, chunk.start());
            statement.setBytes(2, chunk.bytes());
            statement.setObject(3, content);
            return statement.executeUpdate() == 1;
          }
        });
  }

  /** The chunk that a place is in, or else the last one before it; empty if there is none. */
  Optional<Chunk> chunk(UUID content, long place) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, content);
            statement.setLong(2, place);
            return Rows.first(statement, row -> new Chunk(row.getLong(1), row.getBytes(2)));
          }
        });
  }
}
