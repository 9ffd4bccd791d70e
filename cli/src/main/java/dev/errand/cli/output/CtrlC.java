package dev.errand.cli.output;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What Ctrl-C says: what goes on without this command, and how to pick it up again. */
public final class CtrlC {

  private final AtomicReference<Optional<String>> text = new AtomicReference<>(Optional.empty());

  /** Says it when the process is interrupted; Java ends with 130 then. */
  public CtrlC(Screen screen) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> text.get().ifPresent(screen.err()::println)));
  }

  /** From now on, this is true. */
  public void says(String now) {
    text.set(Optional.of("\n" + now));
  }

  /** Nothing goes on, but the terminal shows a line of this command: the prompt comes below. */
  public void endsTheLine() {
    text.set(Optional.of(""));
  }

  /** Nothing goes on any more. */
  public void saysNothing() {
    text.set(Optional.empty());
  }
}
