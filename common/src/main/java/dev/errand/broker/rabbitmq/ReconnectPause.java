package dev.errand.broker.rabbitmq;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The pause between two attempts to reach RabbitMQ: a second, more or less. */
final class ReconnectPause {

  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 1_500;

  private ReconnectPause() {}

  /** Waits for a random time, so that a fleet does not reconnect at the same moment. */
  static void take() throws InterruptedException {
    long millis = ThreadLocalRandom.current().nextLong(SHORTEST_MILLIS, LONGEST_MILLIS);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
