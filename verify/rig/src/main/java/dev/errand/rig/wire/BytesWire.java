package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/** Uninterpreted bytes. */
final class BytesWire implements Wire {

  private static final int MOST = 16 << 10;

  @Override
  public byte[] read(DataInputStream in) throws IOException {
    byte[] bytes = new byte[MOST];
    int count = in.read(bytes);
    if (count < 0) {
      throw new EOFException();
    }
    return Arrays.copyOf(bytes, count);
  }

  @Override
  public String meaning(byte[] message) {
    return "";
  }
}
