package dev.errand.worker.llm;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts text in any charset to UTF-8 without a byte order mark. */
final class Utf8 {

  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

  private Utf8() {}

  /** A text's charset, and where the text begins. */
  private record Found(Charset charset, int begin) {}

  /**
   * The text in UTF-8: the same array if it already is UTF-8. Undecodable bytes become U+FFFD.
   *
   * @param contentType null if there is none
   */
  static byte[] of(byte[] text, @Nullable String contentType) {
    Found found =
        mark(text).or(() -> zeros(text)).orElseGet(() -> new Found(declared(contentType), 0));
    if (found.charset().equals(StandardCharsets.UTF_8) && isValid(text)) {
      return found.begin() == 0 ? text : Arrays.copyOfRange(text, found.begin(), text.length);
    }
    int length = text.length - found.begin();
    String decoded = new String(text, found.begin(), length, found.charset());
    // Through the encoder, so that an unpaired surrogate is replaced.
    return decoded.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isValid(byte[] text) {
    return ByteBufUtil.isText(Unpooled.wrappedBuffer(text), StandardCharsets.UTF_8);
  }

  /** A byte order mark overrides the header. */
  private static Optional<Found> mark(byte[] text) {
    if (begins(text, 0xef, 0xbb, 0xbf)) {
      return Optional.of(new Found(StandardCharsets.UTF_8, 3));
    }
    if (begins(text, 0xff, 0xfe, 0, 0)) {
      return Optional.of(new Found(UTF_32LE, 4));
    }
    if (begins(text, 0, 0, 0xfe, 0xff)) {
      return Optional.of(new Found(UTF_32BE, 4));
    }
    if (begins(text, 0xff, 0xfe)) {
      return Optional.of(new Found(StandardCharsets.UTF_16LE, 2));
    }
    return begins(text, 0xfe, 0xff)
        ? Optional.of(new Found(StandardCharsets.UTF_16BE, 2))
        : Optional.empty();
  }

  /** JSON begins with an ASCII character and has no NUL: zeros show the width (RFC 4627, 3). */
  private static Optional<Found> zeros(byte[] text) {
    if (text.length < 2 || text[0] != 0 && text[1] != 0) {
      return Optional.empty();
    }
    Charset charset =
        text[0] == 0
            ? text[1] == 0 ? UTF_32BE : StandardCharsets.UTF_16BE
            : text.length > 3 && text[2] == 0 && text[3] == 0
                ? UTF_32LE
                : StandardCharsets.UTF_16LE;
    return Optional.of(new Found(charset, 0));
  }

  private static boolean begins(byte[] text, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (text.length <= i || (text[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-8 is also used if the header names an unknown charset: most JSON is UTF-8. */
  private static Charset declared(@Nullable String contentType) {
    CharSequence name = contentType == null ? null : HttpUtil.getCharsetAsSequence(contentType);
    if (name == null) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(name.toString().replaceAll("[\"'\\s]", ""));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
