package dev.errand.api.batch;

import dev.errand.store.batch.BatchLines;
import dev.errand.store.batch.BatchPart;
import dev.errand.store.batch.EndedLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/**
 * The bytes of a batch's output or error file, made line by line from the stored answers; holds a
 * few answers in memory. Used by one thread.
 */
final class BatchOutput extends InputStream {

  private static final byte[] NONE = {};

  private final BatchLines lines;
  private final BatchPart part;
  private Iterator<EndedLine> page = List.<EndedLine>of().iterator();
  private int last = BatchLines.START;
  private byte[] line = NONE;
  private int position;

  /**
   * @param from the first byte, from 0
   */
  BatchOutput(BatchLines lines, BatchPart part, long from) {
    this.lines = lines;
    this.part = part;
    long left = from;
    while (left > 0 && isAvailable()) {
      int skipped = (int) Math.min(left, line.length - position);
      position += skipped;
      left -= skipped;
    }
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
    if (!isAvailable()) {
      return -1;
    }
    int count = Math.min(length, line.length - position);
    System.arraycopy(line, position, into, offset, count);
    position += count;
    return count;
  }

  private boolean isAvailable() {
    if (position < line.length) {
      return true;
    }
    if (!page.hasNext()) {
      page = lines.page(part.batch(), part.part(), last).iterator();
    }
    if (!page.hasNext()) {
      return false;
    }
    EndedLine next = page.next();
    last = next.number();
    line = LineWriter.write(next);
    position = 0;
    return true;
  }
}
