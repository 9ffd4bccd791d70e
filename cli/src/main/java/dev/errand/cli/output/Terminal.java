package dev.errand.cli.output;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The terminal of this process, if it has one, and what is written to it. */
final class Terminal {

  /** Back to the beginning of the line, which is emptied. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private static final int OUT = 1;
  private static final int ERR = 2;

  private Terminal() {}

  static boolean isStandardOutput() {
    return is(OUT);
  }

  static boolean isStandardError() {
    return is(ERR);
  }

  /** Java knows about its standard input and output only together, and one may be a pipe. */
  private static boolean is(int stream) {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(stream))
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return System.console() != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Lines that end at the right margin, however narrow the terminal is, instead of going on. */
  static String cut(String lines) {
    return "\u001b[?7l" + lines + "\u001b[?7h";
  }

  /** Back to the beginning of a block of lines, which is removed. */
  static String clearLines(long number) {
    return "\u001b[%dA\u001b[J".formatted(number);
  }
}
