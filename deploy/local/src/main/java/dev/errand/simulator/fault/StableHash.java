package dev.errand.simulator.fault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash that is the same on every machine and in every run. */
public record StableHash(byte[] bytes) {

  public static StableHash of(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new StableHash(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public static StableHash of(String purpose, int number, String key) {
    return of(purpose + "#" + number + "#" + key);
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  public String shortHex() {
    return hex().substring(0, 8);
  }

  public long seed() {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** From 0 to less than 1. */
  double fraction() {
    return (seed() >>> 11) * 0x1.0p-53;
  }
}
