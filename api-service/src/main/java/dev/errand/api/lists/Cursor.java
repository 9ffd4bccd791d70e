package dev.errand.api.lists;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The end of a page of jobs: the id of its last job, in an opaque form. */
final class Cursor {

  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 2 * Long.BYTES;

  private Cursor() {}

  static String of(UUID last) {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH).put(VERSION);
    bytes.putLong(last.getMostSignificantBits()).putLong(last.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** The last job's id, or empty if the text is not a cursor. */
  static Optional<UUID> parse(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer id = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    return Optional.of(new UUID(id.getLong(), id.getLong()));
  }
}
