package dev.errand.store;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A job as it is accepted, all checks passed. */
public record NewJob(
    UUID id, String tenant, String lane, Plan plan, Request request, Optional<Key> key) {

  /**
   * When and how often to run it.
   *
   * @param priority -100 to 100
   * @param runAt not before then; null where a delay is given, or none
   * @param delay not before this long after acceptance, by the database's clock
   * @param deadline expire if not started by then; null for never
   * @param maxAttempts the attempts that count, 1 or more
   * @param timeoutSeconds of one attempt; null for the worker's default
   * @param onLost what becomes of it when a worker goes silent
   */
  public record Plan(
      int priority,
      Instant runAt,
      Duration delay,
      Instant deadline,
      int maxAttempts,
      Integer timeoutSeconds,
      OnLost onLost) {

    /** A plan of a job that is tried again when a worker goes silent. */
    public Plan(
        int priority,
        Instant runAt,
        Duration delay,
        Instant deadline,
        int maxAttempts,
        Integer timeoutSeconds) {
      this(priority, runAt, delay, deadline, maxAttempts, timeoutSeconds, OnLost.RETRY);
    }
  }

  /**
   * What to call.
   *
   * @param metadata a JSON object of strings; null for none
   * @param body goes to the provider byte for byte
   */
  public record Request(Endpoint endpoint, String model, String metadata, byte[] body) {}

  /**
   * The client's idempotency key.
   *
   * <p>The same key with another payload is a conflict. Services of the versions before 0.2 know
   * the fingerprint of the bytes alone.
   *
   * @param fingerprint of the payload's bytes
   * @param json of the payload's JSON value, however it is written
   */
  public record Key(String value, byte[] fingerprint, byte[] json) {}

  /** Roughly what it weighs in memory, in bytes. */
  public long bytes() {
    return 500L + request.body.length;
  }
}
