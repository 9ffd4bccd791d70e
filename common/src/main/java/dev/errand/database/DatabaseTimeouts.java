package dev.errand.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * {@code errand.database.timeout.*}: time limits of everything that needs the database. Together
 * they keep every response to a client below 10 s, whatever the database does.
 */
@ConfigMapping(prefix = "errand.database.timeout")
public interface DatabaseTimeouts {

  /** How long work waits for a connection. */
  @DurationMin(millis = 1)
  @WithDefault("2S")
  Duration turn();

  /** How long a statement may run; Postgres cancels it. */
  @DurationMin(millis = 1)
  @WithDefault("4S")
  Duration statement();

  /** How long a statement may wait for one lock; Postgres cancels it. */
  @DurationMin(millis = 1)
  @WithDefault("2S")
  Duration lock();

  /** How long one of the dispatcher's statements, which move or delete many jobs, may run. */
  @DurationMin(millis = 1)
  @WithDefault("30S")
  Duration bulk();

  /**
   * How long a caller of a group commit waits, from handing over its item until the result is
   * known.
   */
  @DurationMin(millis = 1)
  @WithDefault("8S")
  Duration caller();
}
