package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * One direction of one connection: cuts a protocol's bytes into messages and names some of them.
 */
interface Wire {

  /** A message no longer than this is believed; the rest is a broken connection. */
  int MOST_BYTES = 256 << 20;

  /** The next whole message; throws an EOFException at the end. */
  byte[] read(DataInputStream in) throws IOException;

  /**
   * What the message does.
   *
   * @return a statement's text, {@link #READY} and the like, or an empty text
   */
  String meaning(byte[] message);

  /** Postgres has committed, or failed, and waits for the next statement. */
  String READY = "(ready for query)";

  /** RabbitMQ is given a message. */
  String PUBLISH = "(basic.publish)";

  /** RabbitMQ confirms messages, or a consumer acknowledges them. */
  String ACK = "(basic.ack)";

  /** RabbitMQ gives a consumer a message. */
  String DELIVER = "(basic.deliver)";

  /** A message's properties, or a part of its bytes. */
  String CONTENT = "(content)";

  private static int checked(int length, int least) throws IOException {
    if (length < least || length > MOST_BYTES) {
      throw new IOException("a message of " + length + " bytes");
    }
    return length;
  }

  /** A length on the wire, checked. */
  static int length(DataInputStream in, int least) throws IOException {
    return checked(in.readInt(), least);
  }
}
