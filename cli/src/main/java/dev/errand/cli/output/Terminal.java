package dev.errand.cli.output;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The terminal of this process, if it has one. */
final class Terminal {

  private Terminal() {}

  /** Java knows about its standard input and output alone, and those may be pipes. */
  static boolean isStandardError() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT).start().waitFor()
          == 0;
    } catch (IOException noSuchProgram) {
      return System.console() != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
