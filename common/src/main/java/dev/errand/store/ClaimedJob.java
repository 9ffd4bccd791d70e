package dev.errand.store;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.tenant.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as claimed by its worker.
 *
 * @param life 1 at first, incremented by each retry by hand
 * @param spent the attempts spent so far, without this one
 * @param timeout the time limit of this attempt; empty for the worker's default
 * @param onLost what to do if it is unknown whether the provider answered
 * @param body sent to the provider unchanged
 * @param throttling how it has been throttled so far
 * @param makesRoom whether its tenant or key may have a limited number of calls running: when it
 *     ends, another job may be claimed
 * @param tenant whose job it is
 * @param waited how long it had been runnable when it was claimed
 * @param trace the {@link dev.errand.telemetry.TraceContext} that it was submitted in; empty if it
 *     is not traced
 */
public record ClaimedJob(
    Lease lease,
    int life,
    String lane,
    int spent,
    int maxAttempts,
    Optional<Duration> timeout,
    OnLost onLost,
    Endpoint endpoint,
    String model,
    byte[] body,
    Throttling throttling,
    boolean makesRoom,
    String tenant,
    Duration waited,
    Optional<String> trace) {

  private static final byte[] SENT = {};

  /**
   * How a job has been throttled so far.
   *
   * @param count how often in this life
   * @param lasting the time since the first throttle in a row; zero if the last attempt ended
   *     otherwise
   */
  public record Throttling(int count, Duration lasting) {

    /** Never throttled. */
    public static final Throttling NONE = new Throttling(0, Duration.ZERO);
  }

  /** A job that was never throttled and did not wait, of a tenant without limits. */
  public ClaimedJob(
      Lease lease,
      int life,
      String lane,
      int spent,
      int maxAttempts,
      Optional<Duration> timeout,
      OnLost onLost,
      Endpoint endpoint,
      String model,
      byte[] body) {
    this(
        lease,
        life,
        lane,
        spent,
        maxAttempts,
        timeout,
        onLost,
        endpoint,
        model,
        body,
        Throttling.NONE,
        false,
        Caller.DEFAULT_TENANT,
        Duration.ZERO,
        Optional.empty());
  }

  /** The row of a claim. */
  static ClaimedJob of(ResultSet row) throws SQLException {
    Integer seconds = row.getObject(7, Integer.class);
    return new ClaimedJob(
        new Lease(row.getObject(1, UUID.class), row.getInt(2)),
        row.getInt(3),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        Optional.ofNullable(seconds).map(Duration::ofSeconds),
        OnLost.of(row.getString(8)).orElseThrow(),
        Endpoint.of(row.getString(9)).orElseThrow(),
        row.getString(10),
        row.getBytes(11),
        new Throttling(row.getInt(12), Duration.ofMillis(row.getLong(13))),
        row.getBoolean(14),
        row.getString(15),
        Duration.ofMillis(row.getLong(16)),
        Optional.ofNullable(row.getString(17)));
  }

  /** Whether this is the last attempt. */
  public boolean isLastAttempt() {
    return spent + 1 >= maxAttempts;
  }

  /** The job without its body, for the time in which the body is not needed. */
  public ClaimedJob withoutBody() {
    return new ClaimedJob(
        lease,
        life,
        lane,
        spent,
        maxAttempts,
        timeout,
        onLost,
        endpoint,
        model,
        SENT,
        throttling,
        makesRoom,
        tenant,
        waited,
        trace);
  }
}
