package dev.errand.store.operation;

import dev.errand.database.Rows;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A move of all jobs that matched a filter at a moment.
 *
 * @param who asked for it, as in the audit log
 * @param priority what its jobs get; empty unless it reprioritises
 * @param filter as it was given: a JSON object with an array of strings for each parameter
 * @param jobs how many jobs matched
 * @param expected how many were expected
 * @param createdAt the moment
 * @param done how many jobs were moved
 * @param position the place in the list of its filter down to which the jobs have been looked at;
 *     empty before the first
 */
public record Operation(
    UUID id,
    String tenant,
    String who,
    OperationAction action,
    Optional<Integer> priority,
    String filter,
    String reason,
    int jobs,
    int expected,
    Instant createdAt,
    State state,
    Optional<Instant> endedAt,
    int done,
    Optional<String> position) {

  /** The columns of {@link #of}. */
  static final String COLUMNS =
      """
      id, tenant, who, action, priority, filter, reason, jobs, expected, created_at, state,
        ended_at, done, position\
      """;

  /** Whether it is under way. */
  public enum State {
    /** It has jobs left to look at. */
    RUNNING,
    /** It has looked at all of its jobs. */
    COMPLETED,
    /** Somebody stopped it. */
    STOPPED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in tables, JSON and logs: lower case. */
    public String text() {
      return text;
    }

    private static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  static Operation of(ResultSet row) throws SQLException {
    return new Operation(
        row.getObject("id", UUID.class),
        row.getString("tenant"),
        row.getString("who"),
        OperationAction.of(row.getString("action")).orElseThrow(),
        Optional.ofNullable(row.getObject("priority", Integer.class)),
        row.getString("filter"),
        row.getString("reason"),
        row.getInt("jobs"),
        row.getInt("expected"),
        Rows.instant(row, "created_at"),
        State.of(row.getString("state")),
        Optional.ofNullable(Rows.instantOrNull(row, "ended_at")),
        row.getInt("done"),
        Optional.ofNullable(row.getString("position")));
  }

  /** Who asked for it, to list its jobs; without rights, since those were asked for before. */
  public Caller caller() {
    return new Caller(tenant, Access.KEY, who, Set.of(), Limits.NONE);
  }
}
