package dev.errand.store.files;

import dev.errand.store.files.PostgresFileStore.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;

/** Cuts what is written into chunks; holds at most one in memory. Used by one thread. */
final class ChunkOutput extends OutputStream {

  private final PostgresFileStore store;
  private final UUID content;
  private final byte[] chunk = new byte[PostgresFileStore.CHUNK];
  private int filled;
  private long stored;

  ChunkOutput(PostgresFileStore store, UUID content) {
    this.store = store;
    this.content = content;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      int fits = Math.min(length - written, chunk.length - filled);
      System.arraycopy(bytes, offset + written, chunk, filled, fits);
      filled += fits;
      written += fits;
      if (filled == chunk.length) {
        store(chunk);
      }
    }
  }

  /** Stores the last, shorter chunk. */
  @Override
  public void close() throws IOException {
    if (filled > 0) {
      store(Arrays.copyOf(chunk, filled));
    }
  }

  private void store(byte[] bytes) throws IOException {
    if (!store.append(content, new Chunk(stored, bytes))) {
      throw new GoneFileException("the upload was given up");
    }
    stored += filled;
    filled = 0;
  }
}
