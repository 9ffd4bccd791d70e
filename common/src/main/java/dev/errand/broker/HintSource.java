package dev.errand.broker;

import java.util.function.Consumer;

/** Receives the hints of a pool. */
public interface HintSource {

  /**
   * Begins to deliver the pool's hints, and goes on after outages of the broker by itself. A broker
   * that keeps hints has at most {@code prefetch} unacknowledged messages with the receiver at a
   * time. Deliveries come one after the other; the receiver must not block. Call it once.
   */
  void consume(String pool, int prefetch, Consumer<HintDelivery> receiver);

  /** Stops delivering. Hints not acknowledged go back to the broker. Safe to call twice. */
  void stop();

  /** Whether hints can arrive, as last seen. Answers at once. */
  boolean connected();
}
