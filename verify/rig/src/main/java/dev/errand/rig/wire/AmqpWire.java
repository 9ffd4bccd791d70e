package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Frames of AMQP 0-9-1: a type, a channel, a length, the payload and an end mark. A method frame's
 * payload begins with the method's class and number.
 */
class AmqpWire implements Wire {

  private static final int BEFORE_PAYLOAD = 7;
  private static final int END_MARK = 1;
  private static final byte METHOD = 1;
  private static final byte CONTENT_HEADER = 2;
  private static final byte CONTENT_BODY = 3;
  private static final int BASIC_PUBLISH = 60 << 16 | 40;
  private static final int BASIC_DELIVER = 60 << 16 | 60;
  private static final int BASIC_ACK = 60 << 16 | 80;

  @Override
  public byte[] read(DataInputStream in) throws IOException {
    byte type = in.readByte();
    short channel = in.readShort();
    int length = Wire.length(in, 0);
    byte[] frame = new byte[BEFORE_PAYLOAD + length + END_MARK];
    ByteBuffer.wrap(frame).put(type).putShort(channel).putInt(length);
    in.readFully(frame, BEFORE_PAYLOAD, length + END_MARK);
    return frame;
  }

  @Override
  public String meaning(byte[] frame) {
    if (frame[0] == CONTENT_HEADER || frame[0] == CONTENT_BODY) {
      return CONTENT;
    }
    if (frame[0] != METHOD || frame.length < BEFORE_PAYLOAD + 4) {
      return "";
    }
    return switch (ByteBuffer.wrap(frame).getInt(BEFORE_PAYLOAD)) {
      case BASIC_PUBLISH -> PUBLISH;
      case BASIC_DELIVER -> DELIVER;
      case BASIC_ACK -> ACK;
      default -> "";
    };
  }
}
