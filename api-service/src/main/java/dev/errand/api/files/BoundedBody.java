package dev.errand.api.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that may have a maximum number of bytes, whether or not its length was announced. */
final class BoundedBody extends FilterInputStream {

  /** For all that is not the file. */
  static final int OVERHEAD = 1024 * 1024;

  private final SizeLimit limit;
  private long left;

  /**
   * @param limit of the file
   */
  BoundedBody(InputStream body, SizeLimit limit) {
    super(body);
    this.limit = limit;
    this.left = limit.bytes() + OVERHEAD;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    left -= Math.max(0, count);
    if (left < 0) {
      throw limit.exceeded();
    }
    return count;
  }
}
