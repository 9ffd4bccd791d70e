package dev.errand.store;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as its worker gets it.
 *
 * @param life counts the job's beginnings: 1, and one more with each retry by hand
 * @param spent the attempts that count so far, without this one
 * @param timeout of this attempt; empty for the worker's default
 * @param onLost what becomes of it where nobody will know whether the provider answered
 * @param body goes to the provider byte for byte
 * @param throttling how it was turned away so far
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
    Throttling throttling) {

  private static final byte[] SENT = {};

  /**
   * How a job was turned away so far.
   *
   * @param count how often in this life
   * @param lasting since the first time in a row; nothing where the last attempt ended otherwise
   */
  public record Throttling(int count, Duration lasting) {

    /** Never. */
    public static final Throttling NONE = new Throttling(0, Duration.ZERO);
  }

  /** A job that was never turned away. */
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
        Throttling.NONE);
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
        new Throttling(row.getInt(12), Duration.ofMillis(row.getLong(13))));
  }

  /** Whether no attempt is left once this one is spent. */
  public boolean isLastAttempt() {
    return spent + 1 >= maxAttempts;
  }

  /** All but the body, for the time in which it needn't be kept. */
  public ClaimedJob withoutBody() {
    return new ClaimedJob(
        lease, life, lane, spent, maxAttempts, timeout, onLost, endpoint, model, SENT, throttling);
  }
}
