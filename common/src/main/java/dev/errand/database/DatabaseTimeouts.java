package dev.errand.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * {@code errand.database.timeout.*}: how long anything may take that needs the database. Together
 * they keep every answer to a client below 10 s, whatever the database does.
 */
@ConfigMapping(prefix = "errand.database.timeout")
public interface DatabaseTimeouts {

  /** How long work waits for its turn on the connections. */
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

  /** How long a statement of the dispatcher may run, which moves or deletes many jobs. */
  @DurationMin(millis = 1)
  @WithDefault("30S")
  Duration bulk();

  /**
   * How long a caller of a group commit waits, from the moment that it hands its item over until it
   * learns the item's fate.
   */
  @DurationMin(millis = 1)
  @WithDefault("8S")
  Duration caller();
}
