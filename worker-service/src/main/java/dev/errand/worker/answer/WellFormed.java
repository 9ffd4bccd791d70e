package dev.errand.worker.answer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Whether text is Unicode that can be sent and stored everywhere. */
final class WellFormed {

  private static final int CHUNK = 8192;
  private static final int ESCAPE = 6;

  /** A pair is one code point, so that this finds halves alone. */
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private WellFormed() {}

  /** Whether the bytes are well-formed UTF-8. */
  static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(in, out.clear(), true);
    }
    return !result.isError();
  }

  /** Whether the JSON text escapes half of a surrogate pair, as in {@code "\}{@code ud83d"}. */
  static boolean hasHalfPair(byte[] json) {
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

  /** The unit whose escape begins there; NUL for anything else. */
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

  /** The text with U+FFFD for each half of a surrogate pair. */
  static String whole(String text) {
    return HALF.matcher(text).replaceAll("\uFFFD");
  }
}
