package dev.errand.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Checks and repairs text that is sent as UTF-8 and stored in Postgres. */
public final class Utf8 {

  private static final int CHUNK = 8192;

  /** A pair is one code point, so this matches only unpaired halves. */
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private Utf8() {}

  /** Whether the bytes are well-formed UTF-8. */
  public static boolean isValid(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(in, out.clear(), true);
    }
    return !result.isError();
  }

  /** The bytes after the byte order mark, if they begin with one. */
  public static byte[] withoutByteOrderMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  /** Whether Postgres can store the text: it has neither a NUL nor half a surrogate pair. */
  public static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The text with U+FFFD instead of characters that cannot be stored. */
  public static String storable(String text) {
    return whole(text).replace('\0', '\uFFFD');
  }

  /** The text with U+FFFD instead of each unpaired surrogate. */
  public static String whole(String text) {
    return HALF.matcher(text).replaceAll("\uFFFD");
  }
}
