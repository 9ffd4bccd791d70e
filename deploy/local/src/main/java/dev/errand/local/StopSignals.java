package dev.errand.local;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * What the process does on signals. The JVM's own shutdown hooks can't tell a second Ctrl-C from
 * the first, so this takes the signals over.
 */
final class StopSignals {
  private StopSignals() {}

  static void handle(Runnable stop, Runnable killAtOnce) {
    for (String name : List.of("TERM", "HUP")) {
      Signal.handle(new Signal(name), _ -> stop.run());
    }
    AtomicInteger interrupts = new AtomicInteger();
    Signal.handle(
        new Signal("INT"), _ -> (interrupts.incrementAndGet() == 1 ? stop : killAtOnce).run());
  }
}
