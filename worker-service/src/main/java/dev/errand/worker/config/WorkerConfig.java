package dev.errand.worker.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** {@code errand.worker.*}. */
@ConfigMapping(prefix = "errand.worker")
public interface WorkerConfig {

  /**
   * The worker's name in attempts and logs. Default: host and process id. A random part is added.
   */
  Optional<String> name();

  /** The pool: the worker runs the lanes whose {@code pool} is this name. */
  @NotBlank
  @WithDefault("default")
  String pool();

  /**
   * Maximum number of calls in flight. Up to the same number of further jobs may be waiting for the
   * outcome of their call to be recorded.
   */
  @Min(1)
  @Max(100_000)
  @WithDefault("512")
  int concurrency();

  /**
   * Maximum bytes of requests not yet sent and answers not yet recorded. When it is used up, the
   * worker claims nothing and answers wait in their connections. Default: a quarter of the heap.
   */
  Optional<MemorySize> memory();

  /** Maximum size of one answer; a larger one fails its job. */
  @WithDefault("16M")
  MemorySize answerLimit();

  /** Maximum size of an answer's status line, and of all its headers together. */
  @WithDefault("128K")
  MemorySize answerHeadLimit();

  /** Time limit of an attempt, for a job that does not set {@code timeout_seconds}. */
  @WithDefault("10M")
  Duration timeout();

  /** How long a claim is valid without a heartbeat. */
  @WithDefault("30S")
  Duration lease();

  /** How often leases are extended; at most half the lease. */
  @WithDefault("10S")
  Duration heartbeat();

  /** How often a worker with free slots looks for jobs without a hint. */
  @WithDefault("1S")
  Duration pollInterval();

  /** How long calls may continue after SIGTERM before they are handed back. */
  @WithDefault("30S")
  Duration drain();

  /** {@code errand.worker.metrics.*}. */
  MetricsConfig metrics();

  /** What the worker's metrics show. */
  interface MetricsConfig {

    /** How many tenants have a label of their own in metrics; further ones share {@code _other}. */
    @Min(0)
    @Max(1000)
    @WithDefault("50")
    int tenants();

    /** How many models have a label of their own in metrics; further ones share {@code _other}. */
    @Min(0)
    @Max(1000)
    @WithDefault("100")
    int models();
  }

  /** Settings of lanes that only workers need, by the lane's name. */
  Map<String, LaneConfig> lanes();

  /** Settings of a lane that only workers need, because they may be secret. */
  interface LaneConfig {

    /** Headers for the lane's calls by name, in addition to the provider's or overriding them. */
    Map<String, Optional<String>> headers();
  }

  /** Proxies for providers that do not configure one. */
  Proxy proxy();

  /** HTTP proxies; never used for providers on this machine. */
  interface Proxy {

    /** For {@code https} providers: {@code http://user:password@host:port}. */
    Optional<String> https();

    /** For {@code http} providers. */
    Optional<String> http();

    /** Hosts that are called directly, as in {@code NO_PROXY}. */
    Optional<String> except();
  }

  /** Retries. */
  Retry retry();

  /** How a lane is held back while its provider is broken. */
  HoldBack holdBack();

  /**
   * A lane whose calls break is held back and then probed by one call; if that breaks, it is held
   * back again.
   */
  interface HoldBack {

    /** The number of consecutive broken calls after which a lane is held back; 0 for never. */
    @Min(0)
    @WithDefault("10")
    int after();

    /** The longest first pause; doubles with each broken probe. */
    @WithDefault("1S")
    Duration base();

    /** The longest pause. */
    @WithDefault("60S")
    Duration cap();
  }

  /** How throttled calls are handled. */
  Throttle throttle();

  /** How account errors are handled. */
  AccountErrors accountErrors();

  /** How long jobs wait for a provider that throttles calls, and how it is probed meanwhile. */
  interface Throttle {

    /** How long a job may be throttled in a row before further throttles spend attempts. */
    @WithDefault("2H")
    Duration patience();

    /** The same for daily quotas and account errors. */
    @WithDefault("72H")
    Duration longPatience();

    /**
     * How long a model is closed the first time, unless the provider asks for more; doubles with
     * each throttled call when it is opened again.
     */
    @WithDefault("1S")
    Duration base();

    /** The longest pause that this doubling leads to. */
    @WithDefault("30S")
    Duration cap();

    /** The same as {@link #base()} for daily quotas. */
    @WithDefault("1M")
    Duration dailyBase();

    /** The same as {@link #cap()} for daily quotas. */
    @WithDefault("1H")
    Duration dailyCap();

    /** The longest delay that is followed; if a provider asks for more, it is probed this often. */
    @WithDefault("10M")
    Duration longest();
  }

  /** Errors that affect all calls of an account. */
  interface AccountErrors {

    /**
     * The number of consecutive errors after which a lane is held back and its jobs wait; 0 for
     * never, in which case each error fails its job.
     */
    @Min(0)
    @WithDefault("3")
    int holdAfter();
  }

  /** When the worker reports itself unhealthy. */
  Health health();

  /** Exponential backoff with full jitter between the attempts of a job. */
  interface Retry {

    /** The longest pause before the second attempt; doubles with each further attempt. */
    @WithDefault("1S")
    Duration base();

    /** The longest pause before any attempt, unless the provider asks for more. */
    @WithDefault("5M")
    Duration cap();
  }

  /** When the worker reports itself unhealthy. */
  interface Health {

    /**
     * How long hints may be queued in the broker while the worker has free slots and receives none.
     * Then the worker is unready and subscribes again; if that does not help within the same time,
     * it is not live.
     */
    @DurationMin(millis = 1)
    @WithDefault("30S")
    Duration starved();

    /**
     * How long the threads that claim and that extend leases may be overdue. Then the worker is not
     * live.
     */
    @DurationMin(seconds = 1)
    @WithDefault("1M")
    Duration stuck();
  }
}
