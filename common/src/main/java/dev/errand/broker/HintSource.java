package dev.errand.broker;

import java.util.OptionalLong;
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

  /** Whether the broker is in use, as last seen. Answers at once. */
  BrokerState state();

  /** Whether hints can arrive, as last seen. */
  default boolean connected() {
    return state().connected();
  }

  /**
   * The messages that wait in the pool's queue for some receiver to have room, as the broker says
   * now, in a few seconds at most. Empty where it does not say, or does not keep hints.
   */
  OptionalLong waiting();

  /** Drops the connection and consumes anew, soon. What is not acknowledged comes again. */
  void consumeAnew();
}
