package dev.errand.store;

import dev.errand.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that has ended.
 *
 * @param state the final one
 * @param cause why it ended
 */
public record Ending(UUID job, String tenant, String lane, JobState state, Cause cause) {

  /** Why a job ends. */
  public enum Cause {
    /** Its last attempt: the provider answered, or there was an error that is not retried. */
    FINISHED,
    /** Its worker shut down during a call that must not be made twice. */
    GIVEN_UP,
    /** Its worker stopped responding, and the call is not made again. */
    LOST,
    /** A client cancelled it. */
    CANCELLED,
    /** Its deadline passed before it started. */
    EXPIRED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in SQL and logs: lower case. */
    public String text() {
      return text;
    }

    static Cause of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public Ending {
    if (!state.isFinal()) {
      throw new IllegalArgumentException("no end of a job: " + state);
    }
  }

  /** The ending in a row of a statement that ends jobs; empty if the job has not ended. */
  static Optional<Ending> of(ResultSet row) throws SQLException {
    String cause = row.getString("cause");
    return cause == null
        ? Optional.empty()
        : Optional.of(
            new Ending(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("lane"),
                JobState.of(row.getString("state")).orElseThrow(),
                Cause.of(cause)));
  }
}
