package dev.errand.store.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/**
 * Where the bytes of files are. What else is known of a file is always in Postgres: a file exists
 * for clients once its row says so, whatever is stored here, and its bytes are erased after its row
 * says that it is deleted.
 */
public interface FileStore {

  /**
   * Writes new content while it arrives: blocks until what was written before is stored, except for
   * a bounded rest. Everything is stored once the stream has been closed.
   *
   * @param content of an upload in progress; there is no second writer of it
   */
  OutputStream write(UUID content);

  /**
   * Reads content piece by piece.
   *
   * @param from the first byte, from 0
   */
  InputStream read(UUID content, long from);

  /**
   * A part of a file.
   *
   * @param content the key of its bytes
   * @param bytes how many it has
   */
  record Piece(UUID content, long bytes) {}

  /**
   * Makes one content of others, which are erased afterwards. It may be repeated after a failure.
   * This copies the bytes; a store that can avoid that should.
   *
   * @param pieces in their order
   * @param content to which nothing else is written
   */
  default void join(List<Piece> pieces, UUID content) throws IOException {
    OutputStream out = write(content);
    for (Piece piece : pieces) {
      try (InputStream in = read(piece.content(), 0)) {
        if (in.transferTo(out) != piece.bytes()) {
          throw new GoneFileException("a piece was erased");
        }
      }
    }
    // Not after a failure: that would complete what has only some of the pieces.
    out.close();
  }

  /**
   * Erases a bounded part of the content, in one commit. It may be called by several services at
   * the same time.
   *
   * @return whether there may be more
   */
  boolean erase(UUID content);
}
