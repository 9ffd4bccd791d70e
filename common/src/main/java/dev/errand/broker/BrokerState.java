package dev.errand.broker;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a publisher or a source uses its broker.
 *
 * @param connected for a source: the broker serves the consumer; for a publisher: it confirms
 *     messages, and the queues exist
 * @param unused how long it has been unused; empty while connected, or if it is not measured
 * @param trouble why it is unused and what to do about it, if known
 */
public record BrokerState(boolean connected, Duration unused, Optional<String> trouble) {

  /** The state of a broker that reports nothing else. */
  public static BrokerState of(boolean connected) {
    return new BrokerState(connected, Duration.ZERO, Optional.empty());
  }
}
