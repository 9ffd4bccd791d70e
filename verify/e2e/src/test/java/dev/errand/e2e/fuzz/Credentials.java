package dev.errand.e2e.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What requests say of who sends them.
 *
 * @param key what lets its holder in, with all rights
 * @param lesser keys with fewer rights
 * @param useless keys that let nobody in any more: revoked, expired, of a suspended tenant
 * @param leaked a key with all rights, which is sent in queries and paths only
 */
public record Credentials(String key, List<String> lesser, List<String> useless, String leaked) {

  /** A header that nobody sends, but some try to smuggle into others. */
  static final String INJECTED = "x-injected";

  private static final String BEARER = "Authorization: Bearer ";
  private static final String OTHER = "X-API-Key: ";

  public Credentials {
    lesser = List.copyOf(lesser);
    useless = List.copyOf(useless);
  }

  /** All of them, which must not be found anywhere. */
  public List<String> secrets() {
    List<String> all = new ArrayList<>(List.of(key, leaked));
    all.addAll(lesser);
    all.addAll(useless);
    return all;
  }

  /** Lines of headers that let their sender in. */
  List<String> right(Chance chance) {
    String sent = chance.oneIn(4) ? chance.of(lesser) : key;
    return List.of(
        chance.oneIn(4) ? OTHER + sent : chance.of(BEARER, "authorization: bearer   ") + sent);
  }

  /** Lines of headers that don't. */
  List<String> wrong(Chance chance) {
    return switch (chance.below(18)) {
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
      case 10 -> List.of(BEARER + "x\r\n" + INJECTED + ": " + key);
      case 11, 12, 13 -> List.of(chance.of(BEARER, OTHER) + chance.of(useless));
      case 14 ->
          List.of(BEARER + "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9." + chance.of("", "e30"));
      case 15 -> List.of(chance.of("Authorization: Basic ", "Authorization: ", "Token: ") + key);
      case 16 -> List.of("Cookie: Authorization=" + key + "; X-API-Key=" + key);
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
