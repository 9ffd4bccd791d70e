package dev.errand.worker.models;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body of which no more than so many bytes are read. */
final class LimitedBody extends FilterInputStream {

  /** It has more. */
  static final class TooLargeException extends IOException {
    TooLargeException(long most) {
      super("more than %d bytes".formatted(most));
    }
  }

  private final long most;
  private long left;

  LimitedBody(InputStream body, long most) {
    super(body);
    this.most = most;
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    left -= Math.max(0, read);
    if (left < 0) {
      throw new TooLargeException(most);
    }
    return read;
  }
}
