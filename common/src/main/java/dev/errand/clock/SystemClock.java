package dev.errand.clock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/**
 * Gives out this machine's clock. It serves checks of input, ids and headers; leases and due times
 * go by the database's clock.
 */
final class SystemClock {

  private SystemClock() {}

  @Produces
  @ApplicationScoped
  static InstantSource clock() {
    return InstantSource.system();
  }
}
