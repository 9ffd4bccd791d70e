package dev.errand.broker;

import java.util.List;
import java.util.OptionalLong;

/** Sends hints to the workers of a pool. Safe for use by many threads. */
public interface HintPublisher {

  /**
   * Sends hints, a message each, in one pipelined batch, and returns once the broker has taken them
   * all.
   *
   * @throws BrokerUnavailableException where that is not known to be so within a few seconds; some
   *     may have arrived. The dispatcher makes up for what did not.
   */
  void publish(String pool, List<Hint> hints);

  /**
   * The messages that wait in the pool's queue, not counting those that a worker holds; each tells
   * of 1 to {@link Hint#MOST_JOBS} jobs. Empty where this broker does not keep hints.
   *
   * @throws BrokerUnavailableException where the broker does not say
   */
  OptionalLong waiting(String pool);

  /** Lets go of what it holds; call it once. */
  default void close() {}

  /** Whether the broker is in use, as last seen. Answers at once. */
  BrokerState state();

  /** Whether hints can be published, as last seen. */
  default boolean connected() {
    return state().connected();
  }
}
