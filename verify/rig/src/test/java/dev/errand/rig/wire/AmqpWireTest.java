package dev.errand.rig.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AmqpWireTest {

  private static final byte END = (byte) 0xCE;
  private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
  private static final byte[] PUBLISH = {1, 0, 1, 0, 0, 0, 5, 0, 60, 0, 40, 7, END};
  private static final byte[] ACK = {1, 0, 1, 0, 0, 0, 4, 0, 60, 0, 80, END};
  private static final byte[] DELIVER = {1, 0, 1, 0, 0, 0, 4, 0, 60, 0, 60, END};
  private static final byte[] BODY = {3, 0, 1, 0, 0, 0, 4, 0, 60, 0, 40, END};

  @Test
  void aClientsFramesAreCutAndNamed() throws IOException {
    Wire wire = Protocol.AMQP.fromClient();
    DataInputStream in = stream(HEADER, PUBLISH, BODY);
    assertMessage(HEADER, "", wire, in);
    assertMessage(PUBLISH, Wire.PUBLISH, wire, in);
    assertMessage(BODY, Wire.CONTENT, wire, in);
  }

  @Test
  void aServersFramesAreCutAndNamed() throws IOException {
    Wire wire = Protocol.AMQP.fromServer();
    DataInputStream in = stream(DELIVER, BODY, ACK);
    assertMessage(DELIVER, Wire.DELIVER, wire, in);
    assertMessage(BODY, Wire.CONTENT, wire, in);
    assertMessage(ACK, Wire.ACK, wire, in);
  }

  private static void assertMessage(byte[] expected, String meaning, Wire wire, DataInputStream in)
      throws IOException {
    byte[] message = wire.read(in);
    assertArrayEquals(expected, message);
    assertEquals(meaning, wire.meaning(message));
  }

  private static DataInputStream stream(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return new DataInputStream(new ByteArrayInputStream(all));
  }
}
