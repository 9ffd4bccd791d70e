package dev.errand.api.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * {@code errand.openai.*}: calls by OpenAI's clients that wait for their answers, files, batches.
 */
@ConfigMapping(prefix = "errand.openai")
public interface OpenAiConfig {

  /**
   * Whether a call is cancelled when its client disconnects, or the wait for its answer ends. Calls
   * with an {@code Idempotency-Key} never are, because their clients can come back for the answer.
   */
  @WithDefault("true")
  boolean cancelOnDisconnect();

  /**
   * The longest wait for an answer, also the time that clients are assumed to wait if they don't
   * say how long. Must be shorter than {@code quarkus.http.idle-timeout}.
   */
  @NotNull
  @DurationMin(seconds = 1)
  @DurationMax(hours = 24)
  @WithDefault("10M")
  Duration longestWait();

  /** Files. */
  FilesConfig files();

  /** Batches. */
  BatchesConfig batches();

  /** Batches, whose lines are jobs. */
  interface BatchesConfig {

    /** Maximum number of lines in a batch's input file; blank ones do not count. */
    @Min(1)
    @Max(1_000_000)
    @WithDefault("50000")
    int lines();

    /** Maximum size of a batch's input file. */
    @NotNull
    @WithDefault("200M")
    MemorySize limit();

    /** The priority of a batch's jobs, unless the batch says so itself; single jobs have 0. */
    @Min(-100)
    @Max(100)
    @WithDefault("-10")
    int priority();

    /** How long an ended batch is kept, with its files and jobs. */
    @NotNull
    @DurationMin(minutes = 1)
    @WithDefault("30d")
    Duration retention();

    /** How many batches one service validates, plans and settles at the same time. */
    @Min(1)
    @Max(100)
    @WithDefault("4")
    int concurrency();
  }

  /** Uploads of files in parts. */
  UploadsConfig uploads();

  /** Files that clients upload. */
  interface FilesConfig {

    /** Where new files go; others are found where they are. */
    @WithDefault("postgres")
    Store store();

    /** The bucket for {@code store=s3}. */
    S3Config s3();

    /** A store of files. */
    enum Store {
      POSTGRES,
      S3
    }

    /** Maximum size of one file. */
    @NotNull
    @WithDefault("512M")
    MemorySize limit();

    /** Maximum size of all files of a tenant together; none by default. */
    Optional<MemorySize> tenantLimit();

    /**
     * Maximum number of concurrent uploads and downloads; above that, 503. Each needs about 1 MiB
     * of memory, and an upload to S3 up to 6 MiB.
     */
    @Min(1)
    @WithDefault("32")
    int transfers();
  }

  /** Uploads of files in parts. */
  interface UploadsConfig {

    /** Maximum size of a file that is uploaded in parts. */
    @NotNull
    @WithDefault("8G")
    MemorySize limit();

    /** Maximum size of one part. */
    @NotNull
    @WithDefault("64M")
    MemorySize partLimit();

    /** How long an upload exists. If it is not completed until then, its parts are erased. */
    @NotNull
    @DurationMin(minutes = 1)
    @WithDefault("1H")
    Duration lifetime();
  }
}
