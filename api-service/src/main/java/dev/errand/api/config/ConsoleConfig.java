package dev.errand.api.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.api.console.*}: the pages at {@code /ui}. */
public interface ConsoleConfig {

  /** Whether the console is served. */
  @WithDefault("true")
  boolean enabled();

  /** How long somebody stays signed in. The session of a key ends earlier if the key does. */
  @DurationMin(minutes = 1)
  @DurationMax(days = 30)
  @WithDefault("12H")
  Duration sessionTime();

  /**
   * How many statements of pages may run at once, so that viewers never keep submissions from the
   * database.
   */
  @Min(1)
  @WithDefault("2")
  int connections();

  /** How long a statement of a page may run; Postgres cancels it. */
  @DurationMin(millis = 10)
  @WithDefault("1S")
  Duration statementTime();

  /**
   * How many pages a second a replica lets its viewers renew. Where there are more viewers, their
   * pages are renewed less often than each second.
   */
  @Min(1)
  @WithDefault("20")
  int renewals();
}
