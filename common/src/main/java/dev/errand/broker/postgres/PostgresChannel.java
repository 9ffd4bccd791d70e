package dev.errand.broker.postgres;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The name of the Postgres channel for a pool's hints. */
final class PostgresChannel {

  private static final int MAX_BYTES = 63;

  private PostgresChannel() {}

  /** {@code errand_hints:<pool>}, with a hash instead of a pool name that is too long. */
  static String of(String pool) {
    String name = "errand_hints:" + pool;
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_BYTES ? name : "errand_hints:" + UUID.nameUUIDFromBytes(bytes);
  }
}
