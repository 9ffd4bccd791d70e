package dev.errand.api.config;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.api.console.*}: the pages at {@code /ui}. */
public interface ConsoleConfig {

  /** Whether the console is served. */
  @WithDefault("true")
  boolean enabled();

  /** How long somebody stays signed in. The session ends earlier if its key does. */
  @DurationMin(minutes = 1)
  @DurationMax(days = 30)
  @WithDefault("12H")
  Duration sessionTime();
}
