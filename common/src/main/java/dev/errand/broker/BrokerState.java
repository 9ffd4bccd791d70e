package dev.errand.broker;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether one side of the broker is in use.
 *
 * @param connected to consume: the broker serves the consumer; to publish: it confirms messages,
 *     and the queues are there
 * @param unused for how long not; nothing while connected, or where it is not measured
 * @param trouble why not, and what to do about it, where that is known
 */
public record BrokerState(boolean connected, Duration unused, Optional<String> trouble) {

  /** The state of a broker of which no more is known. */
  public static BrokerState of(boolean connected) {
    return new BrokerState(connected, Duration.ZERO, Optional.empty());
  }
}
