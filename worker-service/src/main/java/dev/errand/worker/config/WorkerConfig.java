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

  /** The worker's name in attempts and logs; unless given, host, process id and a random part. */
  Optional<String> name();

  /** The pool: the worker runs the lanes whose {@code pool} is this name. */
  @NotBlank
  @WithDefault("default")
  String pool();

  /**
   * The most calls in flight. Up to as many jobs again may be in hand whose calls have ended and
   * whose ends are being recorded.
   */
  @Min(1)
  @Max(100_000)
  @WithDefault("512")
  int concurrency();

  /**
   * The most bytes of requests that are not sent yet and of answers that are not recorded yet. When
   * they are used up, nothing is claimed and answers wait in their connections. A quarter of the
   * heap unless given.
   */
  Optional<MemorySize> memory();

  /** The most bytes of one answer; a larger one fails its job. */
  @WithDefault("16M")
  MemorySize answerLimit();

  /** The most bytes of an answer's status line, and of all its headers together. */
  @WithDefault("128K")
  MemorySize answerHeadLimit();

  /** The time of one attempt where the job does not say. */
  @WithDefault("10M")
  Duration timeout();

  /** How long a claim holds without a heartbeat. */
  @WithDefault("30S")
  Duration lease();

  /** How often leases are extended; at most half the lease. */
  @WithDefault("10S")
  Duration heartbeat();

  /** How often a worker with free slots looks for jobs that no hint told of. */
  @WithDefault("1S")
  Duration pollInterval();

  /** How long calls may go on after SIGTERM before they are handed back. */
  @WithDefault("30S")
  Duration drain();

  /** What only workers need to know of lanes, by the lane's name. */
  Map<String, LaneConfig> lanes();

  /** What only workers need to know of a lane: it may be secret. */
  interface LaneConfig {

    /** Headers of the lane's calls by name, beside its provider's or in their place. */
    Map<String, Optional<String>> headers();
  }

  /** Proxies on the way to providers that name none. */
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

  /** A lane whose calls break is held back, then probed by one call, and again if that breaks. */
  interface HoldBack {

    /** After so many calls of a lane that broke, with none between that did not; 0 for never. */
    @Min(0)
    @WithDefault("10")
    int after();

    /** The most for the first time; doubles with each probe that breaks. */
    @WithDefault("1S")
    Duration base();

    /** The most for any time. */
    @WithDefault("60S")
    Duration cap();
  }

  /** What follows when a provider turns calls away. */
  Throttle throttle();

  /** What follows when a provider does not take the account's calls. */
  AccountErrors accountErrors();

  /**
   * How long jobs wait for a provider that turns calls away, and how it is asked again meanwhile.
   */
  interface Throttle {

    /** How long a job may be turned away in a row before that spends attempts. */
    @WithDefault("2H")
    Duration patience();

    /** The same where a day's quota is used up, or the account takes no calls. */
    @WithDefault("72H")
    Duration longPatience();

    /**
     * For how long a model is closed the first time, where the provider doesn't ask for more;
     * doubles with each call that is turned away when it is opened again.
     */
    @WithDefault("1S")
    Duration base();

    /** The most that this doubles to. */
    @WithDefault("30S")
    Duration cap();

    /** The same as {@link #base()} where a day's quota is used up. */
    @WithDefault("1M")
    Duration dailyBase();

    /** The same as {@link #cap()} where a day's quota is used up. */
    @WithDefault("1H")
    Duration dailyCap();

    /** The most that a provider is taken by its word: a longer pause is probed this often. */
    @WithDefault("10M")
    Duration longest();
  }

  /** Errors that all calls of an account would meet. */
  interface AccountErrors {

    /**
     * After so many in a row a lane is held back, and its jobs wait; 0 for never: then each fails
     * its job.
     */
    @Min(0)
    @WithDefault("3")
    int holdAfter();
  }

  /** When the worker calls itself ill. */
  Health health();

  /** Exponential backoff with full jitter between the attempts of a job. */
  interface Retry {

    /** The most before the second attempt; doubles with each further one. */
    @WithDefault("1S")
    Duration base();

    /** The most before any attempt, unless the provider asks for more. */
    @WithDefault("5M")
    Duration cap();
  }

  /** When the worker calls itself ill. */
  interface Health {

    /**
     * How long hints may wait in the broker while the worker has room for them and gets none. Then
     * it is unready and consumes anew; when that has not helped for as long again, it is not live.
     */
    @DurationMin(millis = 1)
    @WithDefault("30S")
    Duration starved();

    /**
     * How long the threads that claim and that extend leases may give no sign of life beyond their
     * intervals. Then the worker is not live.
     */
    @DurationMin(seconds = 1)
    @WithDefault("1M")
    Duration stuck();
  }
}
