package dev.errand.store.failures;

import dev.errand.database.Rows;
import dev.errand.store.failures.Failures.Group;
import dev.errand.store.failures.Failures.Since;
import dev.errand.tenant.Caller;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs that ended last: which lanes and models work.
 *
 * @param from when the oldest of them ended; empty if all that ended later are among them
 * @param successes when the last job of a lane and model succeeded
 */
record LaterEnds(Optional<Instant> from, Map<Kind, Instant> successes) {

  /** Maximum number of jobs that are looked at. */
  static final int MOST = 2000;

  static final String READ =
      """
      with part as materialized (
        select lane, model, state, ended_at from (
          (select lane, model, state, ended_at from job
            where tenant = ? and ended_at is not null and batch is null and ended_at > ?
            order by ended_at desc limit <most>)
          union all
          (select lane, model, state, ended_at from job
            where tenant = ? and ended_at is not null and batch is not null and ended_at > ?
            order by ended_at desc limit <most>)) parts
        order by ended_at desc limit <most>
      ), successes as (
        select lane, model, max(ended_at) as succeeded from part
        where state = 'succeeded'
        group by lane, model
      )
      select all_of_them.*, s.lane, s.model, s.succeeded
      from (select count(*) as examined, min(ended_at) as oldest from part) all_of_them
        left join successes s on true
      """
          .replace("<most>", String.valueOf(MOST));

  LaterEnds {
    successes = Map.copyOf(successes);
  }

  /** Of jobs that call the same model in the same lane. */
  record Kind(String lane, String model) {}

  /**
   * The jobs that ended last.
   *
   * @param after only those that ended later than this
   */
  static LaterEnds read(Connection connection, Caller caller, Instant after) throws SQLException {
    Object time = after.atOffset(ZoneOffset.UTC);
    try (PreparedStatement statement = Rows.plannedAnew(connection, READ)) {
      Rows.bind(statement, List.of(caller.tenant(), time, caller.tenant(), time));
      return of(statement.executeQuery());
    }
  }

  private static LaterEnds of(ResultSet rows) throws SQLException {
    Optional<Instant> from = Optional.empty();
    Map<Kind, Instant> successes = new HashMap<>();
    while (rows.next()) {
      if (rows.getInt("examined") == MOST) {
        from = Optional.of(Rows.instant(rows, "oldest"));
      }
      if (rows.getString("lane") != null) {
        successes.put(
            new Kind(rows.getString("lane"), rows.getString("model")),
            Rows.instant(rows, "succeeded"));
      }
    }
    return new LaterEnds(from, successes);
  }

  /** The group, with whether its lane and model have worked since. */
  Group describe(Group group) {
    return new Group(
        group.lane(),
        group.model(),
        group.errorType(),
        group.httpStatus(),
        group.message(),
        group.jobs(),
        group.first(),
        group.last(),
        group.newest(),
        since(group));
  }

  private Since since(Group group) {
    Instant succeeded = successes.get(new Kind(group.lane(), group.model()));
    if (succeeded != null && succeeded.isAfter(group.last())) {
      return Since.SUCCEEDED;
    }
    // All that ended later than the oldest one have been looked at.
    return from.filter(oldest -> oldest.isAfter(group.last())).isPresent()
        ? Since.UNKNOWN
        : Since.NOT_SUCCEEDED;
  }
}
