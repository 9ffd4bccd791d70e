package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Messages of a Postgres server. */
final class PostgresServerWire implements Wire {

  @Override
  public byte[] read(DataInputStream in) throws IOException {
    return typed(in);
  }

  @Override
  public String meaning(byte[] message) {
    return message[0] == 'Z' ? READY : "";
  }

  /** A type, a length that counts itself, and the rest. */
  static byte[] typed(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = Wire.length(in, 4);
    byte[] message = new byte[1 + length];
    ByteBuffer.wrap(message).put(type).putInt(length);
    in.readFully(message, 5, length - 4);
    return message;
  }
}
