package dev.errand.api.config;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** {@code errand.api.dispatch.*}: the dispatcher's rounds. */
public interface DispatchConfig {

  /** How often scheduled jobs are looked through for those that are due. */
  @WithDefault("0.25S")
  Duration due();

  /** How often silent workers' jobs are reclaimed, overdue ones expired, and hints topped up. */
  @WithDefault("1S")
  Duration heal();

  /** How often what is past its retention is deleted. */
  @WithDefault("1M")
  Duration purge();

  /** How often the lanes' backlogs are looked at, for the metrics. */
  @WithDefault("10S")
  Duration measure();

  /** The most jobs that one statement moves; a round goes on until none is left. */
  @Min(1)
  @WithDefault("1000")
  int batch();

  /**
   * The most queued jobs of a pool that the broker is to be told of; those beyond it wait without a
   * hint. A message in the queue counts as {@link dev.errand.broker.Hint#MOST_JOBS} jobs.
   */
  @Min(1)
  @WithDefault("10000")
  int window();
}
