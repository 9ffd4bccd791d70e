package dev.errand.local;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Handles signals. The JVM's shutdown hooks cannot distinguish a second Ctrl-C from the first, so
 * this class handles the signals itself.
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
