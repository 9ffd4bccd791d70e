package dev.errand.local.part;

import java.io.PrintStream;

/** The terminal, shared by the launcher and the output of its parts. */
public final class Console {
  private static final int[] COLOURS = {36, 33, 32, 35, 34};

  private final PrintStream out;
  private final PrintStream err;
  private final boolean coloured;
  private final boolean verbose;

  /**
   * Creates a console.
   *
   * @param verbose whether it shows what the parts write
   */
  Console(PrintStream out, PrintStream err, boolean coloured, boolean verbose) {
    this.out = out;
    this.err = err;
    this.coloured = coloured;
    this.verbose = verbose;
  }

  /** This process' terminal. */
  public static Console ofProcess(boolean verbose) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    boolean coloured = terminal && System.getenv("NO_COLOR") == null;
    return new Console(System.out, System.err, coloured, verbose);
  }

  public synchronized void say(String text) {
    out.println(text);
    out.flush();
  }

  public synchronized void complain(String text) {
    err.println(text);
    err.flush();
  }

  /** A line that a part wrote; ignored unless the console is verbose. */
  synchronized void line(String part, String text) {
    if (verbose) {
      out.println(prefix(part) + text);
      out.flush();
    }
  }

  private String prefix(String part) {
    String label = "%-9s | ".formatted(part);
    int colour = COLOURS[Math.floorMod(part.hashCode(), COLOURS.length)];
    return coloured ? "\u001b[%dm%s\u001b[0m".formatted(colour, label) : label;
  }
}
