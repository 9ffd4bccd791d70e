package dev.errand.store;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job to be accepted, after all checks.
 *
 * @param apiKey the id of the recorded API key that submits it; empty if there is none
 */
public record NewJob(
    UUID id,
    String tenant,
    Optional<String> apiKey,
    String lane,
    Plan plan,
    Request request,
    Optional<Key> key) {

  /** A job that is submitted without a recorded API key. */
  public NewJob(
      UUID id, String tenant, String lane, Plan plan, Request request, Optional<Key> key) {
    this(id, tenant, Optional.empty(), lane, plan, request, key);
  }

  /**
   * When and how often to run it.
   *
   * @param priority -100 to 100
   * @param runAt the earliest start; null with a delay, or without one
   * @param delay the earliest start after acceptance, by the database's clock
   * @param deadline it expires if it has not started by then; null for never
   * @param maxAttempts the number of attempts that may be spent, 1 or more
   * @param timeoutSeconds the time limit of one attempt; null for the worker's default
   * @param onLost what to do when its worker stops responding
   */
  public record Plan(
      int priority,
      @Nullable Instant runAt,
      @Nullable Duration delay,
      @Nullable Instant deadline,
      int maxAttempts,
      @Nullable Integer timeoutSeconds,
      OnLost onLost) {

    /** A plan of a job that is tried again when its worker stops responding. */
    public Plan(
        int priority,
        @Nullable Instant runAt,
        @Nullable Duration delay,
        @Nullable Instant deadline,
        int maxAttempts,
        @Nullable Integer timeoutSeconds) {
      this(priority, runAt, delay, deadline, maxAttempts, timeoutSeconds, OnLost.RETRY);
    }
  }

  /**
   * What to call.
   *
   * @param metadata a JSON object of strings; null for none
   * @param body sent to the provider unchanged
   * @param trace the {@link dev.errand.telemetry.TraceContext} that it is submitted in; null if it
   *     is not traced
   */
  public record Request(
      Endpoint endpoint,
      String model,
      @Nullable String metadata,
      byte[] body,
      @Nullable String trace) {

    /** A request that is not traced. */
    public Request(Endpoint endpoint, String model, @Nullable String metadata, byte[] body) {
      this(endpoint, model, metadata, body, null);
    }
  }

  /**
   * The client's idempotency key.
   *
   * <p>The same key with another payload is a conflict. Services of versions before 0.2 know only
   * the fingerprint of the bytes.
   *
   * @param fingerprint of the payload's bytes
   * @param json the fingerprint of the payload's JSON value, regardless of its formatting
   */
  public record Key(String value, byte[] fingerprint, byte[] json) {}

  /** Its approximate size in memory, in bytes. */
  public long bytes() {
    return 500L + request.body.length;
  }
}
