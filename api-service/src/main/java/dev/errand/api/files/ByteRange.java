package dev.errand.api.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a request asks for (RFC 9110, 14.2). Several ranges, and those that can't
 * be satisfied, are ignored, which a server may always do.
 *
 * @param from the first byte, from 0
 * @param length how many bytes
 * @param size of the whole file
 */
record ByteRange(long from, long length, long size) {

  /** No file has more than 18 digits of bytes. */
  private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  static ByteRange of(@Nullable String header, long size) {
    Matcher range = ONE.matcher(header == null ? "" : header.strip());
    if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
      return whole(size);
    }
    long last = size - 1;
    if (range.group(1).isEmpty()) {
      return between(Math.max(0, size - Long.parseLong(range.group(2))), last, size);
    }
    long end = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
    return between(Long.parseLong(range.group(1)), end, size);
  }

  /** Whether it is less than the whole file. */
  boolean isPartial() {
    return length < size;
  }

  /** As in {@code Content-Range}. */
  String text() {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }

  private static ByteRange between(long from, long last, long size) {
    return from <= last ? new ByteRange(from, last - from + 1, size) : whole(size);
  }

  private static ByteRange whole(long size) {
    return new ByteRange(0, size, size);
  }
}
