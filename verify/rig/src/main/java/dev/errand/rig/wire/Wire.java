package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * One direction of one connection: splits a protocol's bytes into messages and identifies some of
 * them.
 */
interface Wire {

  /** The maximum length of a message; longer ones mean a broken connection. */
  int MOST_BYTES = 256 << 20;

  /** The next complete message; throws an EOFException at the end. */
  byte[] read(DataInputStream in) throws IOException;

  /**
   * The meaning of the message.
   *
   * @return a statement's text, {@link #READY} and the like, or an empty text
   */
  String meaning(byte[] message);

  /** Postgres has committed, or failed, and waits for the next statement. */
  String READY = "(ready for query)";

  /** A message is published to RabbitMQ. */
  String PUBLISH = "(basic.publish)";

  /** RabbitMQ confirms messages, or a consumer acknowledges them. */
  String ACK = "(basic.ack)";

  /** RabbitMQ delivers a message to a consumer. */
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
