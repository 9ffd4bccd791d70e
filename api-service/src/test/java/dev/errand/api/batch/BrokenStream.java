package dev.errand.api.batch;

import java.io.IOException;
import java.io.InputStream;

/** A stream that cannot be read. */
final class BrokenStream extends InputStream {

  private final IOException why;

  BrokenStream(IOException why) {
    this.why = why;
  }

  @Override
  public int read() throws IOException {
    throw why;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw why;
  }
}
