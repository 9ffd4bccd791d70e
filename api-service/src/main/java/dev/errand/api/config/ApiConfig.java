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

/** {@code errand.api.*}: what the API service accepts, and how much of it at once. */
@ConfigMapping(prefix = "errand.api")
public interface ApiConfig {

  /** The most bytes of one job: of a submission's body, or of one line of an upload. */
  @NotNull
  @WithDefault("4M")
  MemorySize bodyLimit();

  /**
   * How long the body of a request may take to arrive. An upload has as long, and for each KiB that
   * has come another second; time in which it is kept waiting does not count.
   */
  @DurationMin(millis = 1)
  @WithDefault("30s")
  Duration bodyTimeout();

  /**
   * The most bytes of submissions that may be on their way from the client to their commit; beyond
   * it a submission is answered 503.
   */
  @NotNull
  @WithDefault("128M")
  MemorySize bodyWindow();

  /** What a job may ask for. */
  JobConfig job();

  /** Writing submissions to Postgres. */
  SubmitConfig submit();

  /** Uploads of many jobs. */
  BulkConfig bulk();

  /** Sending hints to the workers. */
  HintConfig hints();

  /** The dispatcher's rounds. */
  DispatchConfig dispatch();

  /** Requests that wait for the end of a job ({@code Prefer: wait}). */
  WaitConfig waiting();

  /** Looking at lanes. */
  LanesViewConfig lanes();

  /** Answers to clients that accept compressed ones. */
  CompressionConfig compression();

  /** What a job may ask for. */
  interface JobConfig {

    /** The attempts of a job that doesn't say how many, 1 to {@link #maxAttemptsLimit()}. */
    @Min(1)
    @Max(1000)
    @WithDefault("5")
    int maxAttempts();

    /** What becomes of a job that doesn't say when its worker goes silent: retry or fail. */
    @NotNull
    @WithDefault("retry")
    OnLost onLost();

    /** The most attempts that a job may ask for. */
    @Min(1)
    @Max(1000)
    @WithDefault("100")
    int maxAttemptsLimit();

    /** How far ahead {@code delay_seconds} and {@code run_at} may reach. */
    @DurationMin(seconds = 1)
    @DurationMax(days = 3650)
    @WithDefault("365d")
    Duration delayLimit();

    /** The longest {@code timeout_seconds} of one attempt. */
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    @WithDefault("24h")
    Duration timeoutLimit();

    /** How long an idempotency key is remembered, from its submission. */
    @DurationMin(hours = 24)
    @WithDefault("24h")
    Duration keyRetention();

    /** How long a job is kept after its end. */
    @DurationMin(minutes = 1)
    @WithDefault("30d")
    Duration retention();
  }

  /** Writing submissions to Postgres: single ones and uploads each have such a writer. */
  interface SubmitConfig {

    /** The most jobs of one commit. */
    @Min(1)
    @WithDefault("500")
    int batchJobs();

    /** The most bytes of one commit, unless a single job has more. */
    @NotNull
    @WithDefault("8M")
    MemorySize batchBytes();

    /** The most jobs that may wait for their commit; beyond it a submission is answered 503. */
    @Min(1)
    @WithDefault("20000")
    int queueJobs();

    /** The most bytes that may wait for their commit; beyond it a submission is answered 503. */
    @NotNull
    @WithDefault("128M")
    MemorySize queueBytes();
  }

  /** Uploads of many jobs. */
  interface BulkConfig {

    /** The most lines of one upload. */
    @Min(1)
    @WithDefault("100000")
    int lines();

    /** The uploads that may be under way at once; beyond it an upload is answered 503. */
    @Min(1)
    @WithDefault("32")
    int uploads();

    /**
     * The most bytes of all uploads' lines that may wait for their commit; beyond it the uploads
     * are read no faster than they are written. Each line counts as 16 KiB at least.
     */
    @NotNull
    @WithDefault("32M")
    MemorySize window();
  }

  /** Sending hints to the workers: each is handed over alone, and neighbours share a message. */
  interface HintConfig {

    /** The most jobs whose hints may wait to be sent; beyond it they are left to the dispatcher. */
    @Min(1)
    @WithDefault("20000")
    int queue();

    /** The most jobs whose hints are sent in one go. */
    @Min(1)
    @WithDefault("1000")
    int batch();
  }

  /** Requests that wait for the end of a job. */
  interface WaitConfig {

    /** The most that may wait at once; one more is answered at once. 0: none waits. */
    @Min(0)
    @WithDefault("10000")
    int limit();
  }

  /** Answers to clients that accept compressed ones. */
  interface CompressionConfig {

    /** The fewest bytes that are compressed: less than a packet saves nothing. */
    @NotNull
    @WithDefault("1K")
    MemorySize smallest();
  }

  /** Looking at lanes. */
  interface LanesViewConfig {

    /**
     * How many jobs of a lane are counted in each state; {@code GET /v1/lanes} says where there are
     * more. A higher bound makes it slower with long queues.
     */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("10000")
    int count();
  }
}
