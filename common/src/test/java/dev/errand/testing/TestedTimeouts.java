package dev.errand.testing;

import dev.errand.database.DatabaseTimeouts;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The database's timeouts without a container. */
public final class TestedTimeouts {

  private TestedTimeouts() {}

  /** The default timeouts. */
  public static DatabaseTimeouts defaults() {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(DatabaseTimeouts.class)
        .build()
        .getConfigMapping(DatabaseTimeouts.class);
  }
}
