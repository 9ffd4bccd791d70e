package dev.errand.api.ndjson;

import dev.errand.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a stream, holding at most one line and no more of it than a limit. Only {@code
 * \n} ends a line: JSON may contain U+2028 and the like. A carriage return before it is no part of
 * the line, nor is a byte order mark at the stream's beginning.
 */
public final class Lines {

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;
  private int number;

  /** Where in the stream the buffer begins. */
  private long offset;

  /**
   * The lines of a whole stream.
   *
   * @param limit maximum bytes of a line
   */
  public Lines(InputStream in, int limit) {
    this(in, limit, 0, 0);
  }

  /**
   * The rest of the lines.
   *
   * @param in begins where a line has ended
   * @param limit maximum bytes of a line
   * @param start the {@link Line#end} of that line
   * @param number its number
   */
  public Lines(InputStream in, int limit, long start, int number) {
    this.in = in;
    this.limit = limit;
    this.offset = start;
    this.number = number;
  }

  /**
   * One line.
   *
   * @param number from 1; blank lines count
   * @param end where in the stream the next line begins
   * @param bytes without the line's terminator; empty if it is too long
   */
  public record Line(int number, long end, byte[] bytes, boolean tooLong) {

    /** Whether the line has only white space. */
    public boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t' && b != '\r') {
          return false;
        }
      }
      return !tooLong;
    }
  }

  /** The next line, or null at the end of the stream. The last one need not be terminated. */
  public @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean ended = false;
    if (!available()) {
      return null;
    }
    boolean first = offset + position == 0;
    while (!ended && available()) {
      int stop = newlineOrEnd();
      tooLong |= line.size() + stop - position > limit;
      if (tooLong) {
        line.reset();
      } else {
        line.write(buffer, position, stop - position);
      }
      ended = stop < end;
      position = ended ? stop + 1 : stop;
    }
    byte[] bytes = withoutCarriageReturn(line.toByteArray());
    return new Line(
        ++number, offset + position, first ? Utf8.withoutByteOrderMark(bytes) : bytes, tooLong);
  }

  /** The number of lines so far. */
  public int number() {
    return number;
  }

  /** Whether there are bytes in the buffer, after filling it if necessary. */
  private boolean available() throws IOException {
    if (position == end) {
      offset += end;
      position = 0;
      end = Math.max(0, in.read(buffer));
    }
    return position < end;
  }

  private int newlineOrEnd() {
    int i = position;
    while (i < end && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  private static byte[] withoutCarriageReturn(byte[] line) {
    boolean ends = line.length > 0 && line[line.length - 1] == '\r';
    return ends ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
