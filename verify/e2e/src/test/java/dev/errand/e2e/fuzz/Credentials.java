package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;

/**
 * What requests say of who sends them.
 *
 * @param key what lets its holder in, with all rights
 * @param leaked another such key, which is sent in queries only
 */
public record Credentials(String key, String leaked) {

  private static final String BEARER = "Authorization: Bearer ";
  private static final String OTHER = "X-API-Key: ";

  /** Lines of headers that let their sender in. */
  List<String> right(Chance chance) {
    return List.of(
        chance.oneIn(4) ? OTHER + key : chance.of(BEARER, "authorization: bearer   ") + key);
  }

  /** Lines of headers that don't. */
  List<String> wrong(Chance chance) {
    return switch (chance.below(14)) {
      case 0 -> List.of();
      case 1 -> List.of(BEARER + key, BEARER + key);
      case 2 -> List.of(BEARER + key, BEARER + "x");
      case 3 -> List.of(BEARER + key, OTHER + key);
      case 4 -> List.of(OTHER + key, "x-api-key: " + key);
      case 5 -> List.of(BEARER + key + ", Bearer " + key);
      case 6 -> List.of(BEARER + "errand_" + "k".repeat(chance.of(7_000, 8_192, 20_000)));
      case 7 -> List.of(BEARER + lookAlike(chance));
      case 8 -> List.of(BEARER + key.substring(0, key.length() - 1));
      case 9 -> List.of(BEARER + key + chance.of("\0", "%0d%0a", "\u00a0", "\\r\\n", "\u0085x"));
      case 10 -> List.of(BEARER + "x\r\nX-Injected: " + key);
      case 11 -> List.of(chance.of("Authorization: Basic ", "Authorization: ", "Token: ") + key);
      case 12 -> List.of("Cookie: Authorization=" + key + "; X-API-Key=" + key);
      default -> List.of("Authorization:", OTHER.strip());
    };
  }

  /** A query with a key. */
  String query(Chance chance) {
    return chance.of("api_key=", "apikey=", "API-Key=", "access_token=", "limit=1&api_key=")
        + leaked;
  }

  /** With one letter of another alphabet or another width that looks the same, in UTF-8. */
  private String lookAlike(Chance chance) {
    int at = chance.below(key.length());
    String other =
        Optional.of(key.charAt(at))
            .filter(c -> c > ' ' && c < 0x7f)
            .map(c -> Character.toString(c - ' ' + 0xff00))
            .orElse("\u0430");
    String text =
        key.substring(0, at) + chance.of(other, "\u0430", "\u200b") + key.substring(at + 1);
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
