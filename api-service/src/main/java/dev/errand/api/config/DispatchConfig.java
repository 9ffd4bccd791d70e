package dev.errand.api.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;

/** {@code errand.api.dispatch.*}: the dispatcher's rounds. */
public interface DispatchConfig {

  /** How often scheduled jobs that are due are queued. */
  @WithDefault("0.25S")
  Duration due();

  /**
   * How often jobs of unresponsive workers are reclaimed, overdue jobs expired, and hints topped
   * up.
   */
  @WithDefault("1S")
  Duration heal();

  /**
   * How long after an outage of the database, or the start of the service, jobs are left to workers
   * whose leases have expired: they could not extend them. More than a worker's heartbeat.
   */
  @WithDefault("20S")
  Duration outagePatience();

  /** How often it is looked what there is to do for batches. */
  @WithDefault("0.25S")
  Duration batches();

  /** How often it is looked what there is to do for operations. */
  @WithDefault("0.25S")
  Duration operations();

  /** How often the usage that endings wrote is added to that of their hour. */
  @WithDefault("1S")
  Duration usage();

  /**
   * How often it is looked whether the depth of lanes is recorded for this minute; at most a
   * minute.
   */
  @DurationMax(seconds = 60)
  @WithDefault("15S")
  Duration depth();

  /**
   * How often jobs, keys, audit entries, usage and depths whose retention has ended are deleted.
   */
  @WithDefault("1M")
  Duration purge();

  /** How often deleted tenants, deleted and expired files, and broken uploads are erased. */
  @WithDefault("5S")
  Duration erase();

  /** How often the lanes' backlogs are measured for the metrics. */
  @WithDefault("10S")
  Duration measure();

  /** How often it is recorded when keys were last used. */
  @WithDefault("1M")
  Duration keyUses();

  /**
   * Maximum number of jobs that one statement moves; a round repeats the statement until none is
   * left.
   */
  @Min(1)
  @WithDefault("1000")
  int batch();

  /**
   * Maximum number of queued jobs of a pool for which the broker holds hints; further jobs wait
   * without a hint. A message in the queue counts as {@link dev.errand.broker.Hint#MOST_JOBS} jobs.
   */
  @Min(1)
  @WithDefault("10000")
  int window();
}
