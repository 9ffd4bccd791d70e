package dev.errand.store.files;

import dev.errand.store.files.PostgresFileStore.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Reads chunk after chunk; holds at most one in memory. Used by one thread. */
final class ChunkInput extends InputStream {

  private final PostgresFileStore store;
  private final UUID content;
  private Chunk chunk = new Chunk(0, new byte[0]);
  private long place;

  /**
   * @param from the first byte, from 0
   */
  ChunkInput(PostgresFileStore store, UUID content, long from) {
    this.store = store;
    this.content = content;
    this.place = from;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left() <= 0) {
      chunk = store.chunk(content, place).orElse(chunk);
    }
    long left = left();
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    System.arraycopy(chunk.bytes(), (int) (place - chunk.start()), into, offset, count);
    place += count;
    return count;
  }

  /** The bytes of the chunk that are still to be read. */
  private long left() {
    return chunk.start() + chunk.bytes().length - place;
  }
}
