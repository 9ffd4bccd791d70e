package dev.errand.broker;

import java.util.List;
import java.util.OptionalLong;

/** Sends hints to the workers of a pool. Safe for use by many threads. */
public interface HintPublisher {

  /**
   * Sends hints, one message each, in one pipelined batch, and returns once the broker has accepted
   * all of them.
   *
   * @throws BrokerUnavailableException if this is not confirmed within a few seconds; some may have
   *     arrived. The dispatcher sends the missing ones again.
   */
  void publish(String pool, List<Hint> hints);

  /**
   * The messages in the pool's queue, without those that a worker holds; each stands for 1 to
   * {@link Hint#MOST_JOBS} jobs. Empty if this broker does not store hints.
   *
   * @throws BrokerUnavailableException if the broker does not report it
   */
  OptionalLong waiting(String pool);

  /** Releases its resources; call it once. */
  default void close() {}

  /** Whether the broker is in use, as last seen. Returns immediately. */
  BrokerState state();

  /** Whether hints can be published, as last seen. */
  default boolean connected() {
    return state().connected();
  }
}
