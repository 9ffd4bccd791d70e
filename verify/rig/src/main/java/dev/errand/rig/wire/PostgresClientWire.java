package dev.errand.rig.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Messages of a Postgres client. A statement is reported when it is bound: then it is complete, and
 * the server has not run it yet.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">formats</a>
 */
final class PostgresClientWire implements Wire {

  private final Map<String, String> statements = new HashMap<>();
  private boolean started;

  @Override
  public byte[] read(DataInputStream in) throws IOException {
    if (started) {
      return PostgresServerWire.typed(in);
    }
    started = true;
    int length = Wire.length(in, 8);
    byte[] message = new byte[length];
    ByteBuffer.wrap(message).putInt(length);
    in.readFully(message, 4, length - 4);
    return message;
  }

  @Override
  public String meaning(byte[] message) {
    return switch (message[0]) {
      case 'P' -> parsed(message);
      case 'B' -> statements.getOrDefault(text(message, 5 + text(message, 5).length() + 1), "");
      case 'Q' -> text(message, 5);
      default -> "";
    };
  }

  private String parsed(byte[] message) {
    String name = text(message, 5);
    statements.put(name, text(message, 5 + name.length() + 1));
    return "";
  }

  /** Up to the next zero byte; names of statements are plain ASCII. */
  private static String text(byte[] message, int from) {
    int end = from;
    while (end < message.length && message[end] != 0) {
      end++;
    }
    return new String(message, from, end - from, StandardCharsets.UTF_8);
  }
}
