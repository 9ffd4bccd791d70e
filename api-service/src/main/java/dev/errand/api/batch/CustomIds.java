package dev.errand.api.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.text.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The custom ids of a file, and the lines that have them. It keeps 128 bits of each id's SHA-256
 * instead of the id, so its size depends only on the number of lines. Among 50,000 ids, the chance
 * that any two have the same bits is about 4e-30, and nobody can find two that do.
 */
final class CustomIds {

  private final MessageDigest digest = Sha256.digest();
  private final Map<Hash, Integer> lines = new HashMap<>();

  private record Hash(long high, long low) {}

  /**
   * Adds the id of a line.
   *
   * @return the line that has the id already; empty if there is none
   */
  OptionalInt add(String id, int line) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(UTF_8)));
    Integer first = lines.putIfAbsent(new Hash(hash.getLong(), hash.getLong()), line);
    return first == null ? OptionalInt.empty() : OptionalInt.of(first);
  }
}
