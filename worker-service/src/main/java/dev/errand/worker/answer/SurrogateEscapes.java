package dev.errand.worker.answer;

/** Finds surrogates that a JSON text contains as escapes, which a byte decoder does not see. */
final class SurrogateEscapes {

  private static final int ESCAPE = 6;

  private SurrogateEscapes() {}

  /**
   * Whether the JSON text contains an escaped unpaired surrogate, as in {@code "\}{@code ud83d"}.
   */
  static boolean haveHalfPair(byte[] json) {
    int i = 0;
    while (i < json.length) {
      if (json[i] != '\\') {
        i++;
        continue;
      }
      char unit = escaped(json, i);
      boolean pair =
          Character.isHighSurrogate(unit) && Character.isLowSurrogate(escaped(json, i + ESCAPE));
      if (Character.isSurrogate(unit) && !pair) {
        return true;
      }
      i += pair ? 2 * ESCAPE : 2;
    }
    return false;
  }

  /** The code unit whose escape begins there; NUL for anything else. */
  private static char escaped(byte[] json, int at) {
    if (at + ESCAPE > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      return 0;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      unit = unit << 4 | Math.max(0, Character.digit(json[i], 16));
    }
    return (char) unit;
  }
}
