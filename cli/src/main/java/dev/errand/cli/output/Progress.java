package dev.errand.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * One line that changes in a terminal. Where nobody watches, a line each 30 s, so that a log stays
 * short.
 */
public final class Progress {

  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration SELDOM = Duration.ofSeconds(30);

  private final Screen screen;
  private final InstantSource clock;
  private final boolean terminal;
  private Instant next;

  public Progress(Screen screen, InstantSource clock) {
    this.screen = screen;
    this.clock = clock;
    this.terminal = screen.watched().getAsBoolean();
    this.next = clock.instant().plus(terminal ? Duration.ZERO : SELDOM);
  }

  /** Shows the line, unless the last one was shown just before. */
  public void show(String line) {
    Instant now = clock.instant();
    if (screen.quiet() || now.isBefore(next)) {
      return;
    }
    next = now.plus(terminal ? OFTEN : SELDOM);
    if (terminal) {
      screen.err().print(Terminal.CLEAR_LINE + Terminal.cut(line));
      screen.err().flush();
    } else {
      screen.err().println(line);
    }
  }

  /** Removes the line. */
  public void end() {
    if (terminal && !screen.quiet()) {
      screen.err().print(Terminal.CLEAR_LINE);
      screen.err().flush();
    }
  }
}
