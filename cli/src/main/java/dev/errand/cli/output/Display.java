package dev.errand.cli.output;

/**
 * Data that change. In a terminal, they are renewed in place; elsewhere, what has changed is
 * printed again below.
 */
public final class Display {

  private final Screen screen;
  private final boolean terminal;
  private String last = "";

  public Display(Screen screen) {
    this.screen = screen;
    this.terminal = screen.renewable().getAsBoolean();
  }

  /** Shows them, unless they are the same as before. */
  public void show(String lines) {
    if (lines.equals(last)) {
      return;
    }
    if (terminal) {
      String before = last.isEmpty() ? "" : Terminal.clearLines(last.lines().count());
      screen.print(before + Terminal.cut(lines));
    } else {
      screen.print(lines);
    }
    last = lines;
  }
}
