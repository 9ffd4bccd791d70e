package dev.errand.broker.postgres;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The name of the Postgres channel on which a pool's hints go. */
final class PostgresChannel {

  private static final int MAX_BYTES = 63;

  private PostgresChannel() {}

  /** {@code errand_hints:<pool>}, with a hash in place of the pool where that is too long. */
  static String of(String pool) {
    String name = "errand_hints:" + pool;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES ? name : "errand_hints:" + UUID.nameUUIDFromBytes(bytes);
  }
}
