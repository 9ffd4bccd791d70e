package dev.errand.api.jobs;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A stored answer as text. Workers store JSON in UTF-8; earlier versions also stored answers in
 * UTF-16, and bytes that are not UTF-8.
 */
final class StoredAnswer {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private StoredAnswer() {}

  /** The answer's JSON. */
  static String text(byte[] body) {
    String text = new String(body, charset(body));
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /**
   * JSON begins with ASCII, so half of UTF-16's first unit is zero, unless there is a byte order
   * mark.
   */
  private static Charset charset(byte[] body) {
    int first = body.length < 2 ? -1 : (body[0] & 0xff) << 8 | body[1] & 0xff;
    if (first >= 0 && (first == 0xFEFF || first >> 8 == 0)) {
      return StandardCharsets.UTF_16BE;
    }
    return first == 0xFFFE || first >= 0 && (first & 0xff) == 0
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }
}
