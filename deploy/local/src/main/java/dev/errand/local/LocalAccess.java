package dev.errand.local;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Who may use the API.
 *
 * @param key an admin key, which is valid while the API runs; empty if it asks for none
 */
record LocalAccess(Optional<String> key) {

  private static final int BYTES = 32;

  /** Every program on this machine. */
  static LocalAccess open() {
    return new LocalAccess(Optional.empty());
  }

  /** Who has a new admin key, or a key created with it. */
  static LocalAccess withKey() {
    return new LocalAccess(Optional.of(randomKey()));
  }

  /**
   * A key that no text contains by accident. The simulator takes any, but a worker removes its key
   * from every message.
   */
  static String randomKey() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** The API's environment variables. */
  Map<String, String> variables() {
    return key.map(it -> Map.of("ERRAND_ACCESS", "keys", "ERRAND_ACCESS_BOOTSTRAP_KEY", it))
        .orElseGet(() -> Map.of("ERRAND_ACCESS", "open"));
  }

  /** For the banner. */
  String text() {
    return key.isEmpty() ? "open to every program on this machine; --keys asks for keys" : "by key";
  }

  /** The banner's lines with the key; empty if there is none. */
  String keyText() {
    return key.map(it -> "\n\nAdmin key, until Errand stops:\n  %s".formatted(it)).orElse("");
  }

  /** What the banner's commands need. */
  String header() {
    return key.isEmpty() ? "" : " -H 'Authorization: Bearer KEY'";
  }
}
