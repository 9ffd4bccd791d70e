package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;

/** The same frames, after the protocol header. */
final class AmqpClientWire extends AmqpWire {

  private static final int HEADER = 8;
  private static final byte FIRST_OF_HEADER = 'A';

  private boolean started;

  @Override
  public byte[] read(DataInputStream in) throws IOException {
    if (started) {
      return super.read(in);
    }
    started = true;
    byte[] header = new byte[HEADER];
    in.readFully(header);
    return header;
  }

  @Override
  public String meaning(byte[] frame) {
    return frame[0] == FIRST_OF_HEADER ? "" : super.meaning(frame);
  }
}
