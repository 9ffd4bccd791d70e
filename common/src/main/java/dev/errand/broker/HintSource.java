package dev.errand.broker;

import java.util.OptionalLong;
import java.util.function.Consumer;

/** Receives the hints of a pool. */
public interface HintSource {

  /**
   * Starts to deliver the pool's hints, and resumes by itself after outages of the broker. If the
   * broker stores hints, the receiver has at most {@code prefetch} unacknowledged messages at a
   * time. Deliveries are sequential; the receiver must not block. Call it once.
   */
  void consume(String pool, int prefetch, Consumer<HintDelivery> receiver);

  /** Stops delivering. Unacknowledged hints return to the broker. Safe to call twice. */
  void stop();

  /** Whether the broker is in use, as last seen. Returns immediately. */
  BrokerState state();

  /** Whether hints can arrive, as last seen. */
  default boolean connected() {
    return state().connected();
  }

  /**
   * The messages in the pool's queue that no receiver has room for, as the broker reports now;
   * takes a few seconds at most. Empty if the broker does not report it or does not store hints.
   */
  OptionalLong waiting();

  /** Drops the connection and subscribes again soon. Unacknowledged messages are redelivered. */
  void consumeAnew();
}
