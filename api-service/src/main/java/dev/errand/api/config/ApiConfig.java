package dev.errand.api.config;

import dev.errand.job.OnLost;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.api.*}: what the API service accepts, and how much of it at a time. */
@ConfigMapping(prefix = "errand.api")
public interface ApiConfig {

  /** Maximum size of one job: of a submission's body, or of one line of an upload. */
  @NotNull
  @WithDefault("4M")
  MemorySize bodyLimit();

  /**
   * Maximum time for a request body to arrive. An upload has the same time plus one second for each
   * KiB received; time in which the service itself delays the upload does not count.
   */
  @DurationMin(millis = 1)
  @WithDefault("30s")
  Duration bodyTimeout();

  /**
   * Maximum bytes of submissions between the client and their commit; above that, submissions get
   * 503.
   */
  @NotNull
  @WithDefault("128M")
  MemorySize bodyWindow();

  /** Limits and defaults of jobs. */
  JobConfig job();

  /** Writing submissions to Postgres. */
  SubmitConfig submit();

  /** Uploads of many jobs. */
  BulkConfig bulk();

  /** Hints for the workers. */
  HintConfig hints();

  /** The dispatcher's rounds. */
  DispatchConfig dispatch();

  /** The audit log. */
  AuditConfig audit();

  /** What was used. */
  UsageConfig usage();

  /** Requests that wait for a job to end ({@code Prefer: wait}). */
  WaitConfig waiting();

  /** Queries of lanes. */
  LanesViewConfig lanes();

  /** Compressed responses. */
  CompressionConfig compression();

  /** The pages at {@code /ui}. */
  ConsoleConfig console();

  /** Limits and defaults of jobs. */
  interface JobConfig {

    /**
     * Attempts of a job that does not set {@code max_attempts}, 1 to {@link #maxAttemptsLimit()}.
     */
    @Min(1)
    @Max(1000)
    @WithDefault("5")
    int maxAttempts();

    /** What to do when a worker stops responding, for a job that does not set {@code on_lost}. */
    @NotNull
    @WithDefault("retry")
    OnLost onLost();

    /** The highest {@code max_attempts} that a job may set. */
    @Min(1)
    @Max(1000)
    @WithDefault("100")
    int maxAttemptsLimit();

    /** How far ahead {@code delay_seconds} and {@code run_at} may reach. */
    @DurationMin(seconds = 1)
    @DurationMax(days = 3650)
    @WithDefault("365d")
    Duration delayLimit();

    /** The highest {@code timeout_seconds} that a job may set. */
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    @WithDefault("24h")
    Duration timeoutLimit();

    /** How long an idempotency key is kept, counted from its submission. */
    @DurationMin(hours = 24)
    @WithDefault("24h")
    Duration keyRetention();

    /** How long a finished job is kept. */
    @DurationMin(minutes = 1)
    @WithDefault("30d")
    Duration retention();
  }

  /** Writing submissions to Postgres; single submissions and uploads have separate writers. */
  interface SubmitConfig {

    /** Maximum number of jobs in one commit. */
    @Min(1)
    @WithDefault("500")
    int batchJobs();

    /** Maximum bytes in one commit, unless a single job has more. */
    @NotNull
    @WithDefault("8M")
    MemorySize batchBytes();

    /** Maximum number of jobs that wait for their commit; above that, submissions get 503. */
    @Min(1)
    @WithDefault("20000")
    int queueJobs();

    /** Maximum bytes that wait for their commit; above that, submissions get 503. */
    @NotNull
    @WithDefault("128M")
    MemorySize queueBytes();
  }

  /** Uploads of many jobs. */
  interface BulkConfig {

    /** Maximum number of lines in one upload. */
    @Min(1)
    @WithDefault("100000")
    int lines();

    /** Maximum number of concurrent uploads; above that, uploads get 503. */
    @Min(1)
    @WithDefault("32")
    int uploads();

    /**
     * Maximum bytes of all uploads' lines that wait for their commit; above that, uploads are read
     * only as fast as they are committed. Each line counts as at least 16 KiB.
     */
    @NotNull
    @WithDefault("32M")
    MemorySize window();
  }

  /** Hints for the workers: they are queued one by one, and adjacent ones share a message. */
  interface HintConfig {

    /**
     * Maximum number of jobs whose hints wait to be sent; above that, the dispatcher sends them
     * later.
     */
    @Min(1)
    @WithDefault("20000")
    int queue();

    /** Maximum number of jobs whose hints are sent together. */
    @Min(1)
    @WithDefault("1000")
    int batch();
  }

  /** The audit log. */
  interface AuditConfig {

    /** How long its entries are kept. */
    @DurationMin(minutes = 1)
    @WithDefault("365d")
    Duration retention();
  }

  /** What was used. */
  interface UsageConfig {

    /** How long the sums of an hour are kept. */
    @DurationMin(hours = 1)
    @WithDefault("400d")
    Duration retention();
  }

  /** Requests that wait for a job to end. */
  interface WaitConfig {

    /**
     * Maximum number of waiting requests; further ones get an immediate response. 0: none waits.
     */
    @Min(0)
    @WithDefault("10000")
    int limit();
  }

  /** Compressed responses. */
  interface CompressionConfig {

    /**
     * The smallest response that is compressed: below the size of a packet, compression saves
     * nothing.
     */
    @NotNull
    @WithDefault("1K")
    MemorySize smallest();
  }

  /** Queries of lanes. */
  interface LanesViewConfig {

    /**
     * How many jobs of a lane {@code GET /v1/lanes} counts in each state; the response says if
     * there are more. A higher limit makes it slower if queues are long.
     */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("10000")
    int count();

    /** How long it is kept how many jobs waited and ran in each minute. */
    @DurationMin(hours = 1)
    @WithDefault("7d")
    Duration history();
  }
}
