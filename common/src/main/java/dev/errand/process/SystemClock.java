package dev.errand.process;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Produces this machine's clock. It is used for input checks, ids and headers; leases and due times
 * use the database's clock.
 */
final class SystemClock {

  private SystemClock() {}

  @Produces
  @Singleton
  static Clock clock() {
    return Clock.systemUTC();
  }
}
