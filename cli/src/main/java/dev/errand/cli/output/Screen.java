package dev.errand.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Where a command writes: data to the standard output, everything else to the standard error.
 *
 * @param watched whether the standard error is a terminal
 * @param quiet leaves out what is neither data nor an error
 */
public record Screen(PrintStream out, PrintStream err, BooleanSupplier watched, boolean quiet) {

  /** That of this process. */
  public static Screen ofProcess() {
    return new Screen(
        utf8(FileDescriptor.out), utf8(FileDescriptor.err), Terminal::isStandardError, false);
  }

  /** JSON and CSV are UTF-8, also where the locale is not. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** The same, which says less. */
  public Screen quietly(boolean less) {
    return new Screen(out, err, watched, quiet || less);
  }

  /** Writes a line of data. */
  public void print(String data) {
    out.println(data);
    if (out.checkError()) {
      throw new OutputClosedException();
    }
  }

  /** Says something to a person. */
  public void say(String text) {
    if (!quiet) {
      err.println(text);
    }
  }

  /** Reports what went wrong, also if it is to be quiet. */
  public void complain(String text) {
    err.println("errand: " + text);
  }
}
