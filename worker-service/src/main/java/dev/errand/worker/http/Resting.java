package dev.errand.worker.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Connections of one event loop that have received an answer and must be silent for a while before
 * they serve another call: providers send most surplus bytes soon. If there are too many, the
 * connection that has rested longest is released early.
 */
final class Resting {

  private final long nanos;
  private final int most;
  private final Queue<Rest> all = new ArrayDeque<>();

  private record Rest(Exchange exchange, long request, long end) {

    boolean isOver() {
      return !exchange.isResting(request) || end - System.nanoTime() <= 0;
    }
  }

  /**
   * Creates a set.
   *
   * @param most how many may rest at a time
   */
  Resting(Duration time, int most) {
    this.nanos = time.toNanos();
    this.most = most;
  }

  /** Ends the exchange's rest once its time is over. */
  void add(Exchange exchange) {
    if (all.isEmpty()) {
      exchange.later(this::sweep, nanos);
    }
    all.add(new Rest(exchange, exchange.number(), System.nanoTime() + nanos));
    while (all.size() > most || !all.isEmpty() && all.peek().isOver()) {
      wakeFirst();
    }
  }

  private void sweep() {
    while (!all.isEmpty() && all.peek().isOver()) {
      wakeFirst();
    }
    if (!all.isEmpty()) {
      Rest next = all.peek();
      next.exchange().later(this::sweep, next.end() - System.nanoTime());
    }
  }

  private void wakeFirst() {
    Rest first = all.remove();
    first.exchange().wake(first.request());
  }
}
