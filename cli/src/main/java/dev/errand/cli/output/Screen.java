package dev.errand.cli.output;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where a command writes: data to the standard output, everything else to the standard error.
 *
 * @param watched whether the standard error is a terminal
 * @param renewable whether the standard output is a terminal
 * @param quiet leaves out what is neither data nor an error
 */
public record Screen(
    PrintStream out,
    PrintStream err,
    BooleanSupplier watched,
    BooleanSupplier renewable,
    boolean quiet) {

  /** That of this process. */
  public static Screen ofProcess() {
    return new Screen(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        Terminal::isStandardError,
        Terminal::isStandardOutput,
        false);
  }

  /** JSON and CSV are UTF-8, also where the locale is not. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** The same, which says less. */
  public Screen quietly(boolean less) {
    return new Screen(out, err, watched, renewable, quiet || less);
  }

  /** What would be written to the standard output, without the last end of a line. */
  public String capture(Consumer<Screen> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream memory = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    printing.accept(new Screen(memory, err, watched, renewable, quiet));
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
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
