package dev.errand.api.batch;

import dev.errand.text.Utf8;
import org.jspecify.annotations.Nullable;

/** A line of a batch's input file is invalid. Cheap: it has no stack trace. */
final class LineException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final String text;
  private final @Nullable String param;

  /**
   * @param message what to change; it may quote the line, so it is made storable
   * @param param the path of the member that is wrong; null if it is the line
   */
  LineException(String code, String message, @Nullable String param) {
    super(message, null, false, false);
    this.code = code;
    this.text = Utf8.storable(message);
    this.param = param == null ? null : Utf8.storable(param);
  }

  /** The error, in the line with this number. */
  LineError at(int line) {
    return new LineError(code, text, param, line);
  }
}
