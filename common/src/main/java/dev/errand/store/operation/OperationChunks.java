package dev.errand.store.operation;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.job.JobState;
import dev.errand.store.ClientMoves;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Moves an operation's jobs, page by page of the list of its filter. A chunk is one commit: it
 * moves those jobs of a page that belong to the operation, and records how far that got. What two
 * services do at once, or one does again after it was killed, is done once: a chunk says where the
 * operation must be, and only one has its row.
 */
@ApplicationScoped
public class OperationChunks {

  static final String COUNT =
      Members.in(
          """
          with op as materialized (
            select ?::text as tenant, ?::timestamptz as created_at, ?::smallint as priority,
              ?::text[] as states, ?::bool as lines
          ), page as materialized (
            select unnest(?::uuid[]) as id
          )
          select found.state, count(*)
          from op cross join page cross join lateral (
            select j.state from job j
            where j.id = page.id and <belongs>
            offset 0) found
          group by found.state
          """);

  /**
   * Jobs that are locked are being moved by others, and waiting for them while holding jobs could
   * block both. The page is then done again, for what is left of it.
   */
  private static final String CHUNK =
      """
      with op as materialized (
        select id, tenant, who, origin, created_at, priority, ?::text[] as states,
          ?::bool as lines
        from operation
        where id = ? and ended_at is null and position is not distinct from ?::text
        for no key update skip locked
      ), page as materialized (
        select unnest(?::uuid[]) as id
      ), step as materialized (
        select ?::text as next
      ), members as materialized (
        select count(*) as jobs
        from op cross join page cross join lateral (
          select from job j where j.id = page.id and <belongs> offset 0) j
      ), target as materialized (
        select t.*
        from op cross join page cross join lateral (
          select <target> from job j where j.id = page.id and <belongs>
          for update skip locked) t
      ), <move>, progress as (
        update operation o
        set done = o.done + (select count(*) from moved),
          position = case when w.whole then coalesce(w.next, o.position) else o.position end,
          state = case when w.whole and w.next is null then 'completed' else o.state end,
          ended_at = case when w.whole and w.next is null then now() end
        from (
          select members.jobs = (select count(*) from target) as whole, step.next
          from members cross join step) w
        where o.id = (select id from op)
        returning o.id, w.whole
      )
      select p.whole, m.id, m.lane
      from progress p left join moved m on true
      where <done>
      """;

  private final Database database;

  @Inject
  public OperationChunks(Database database) {
    this.database = database;
  }

  /**
   * A page of the jobs that match an operation's filter.
   *
   * @param states in which a job must still be
   * @param next where the next page begins; empty for the last one
   */
  public record Page(List<UUID> jobs, Set<JobState> states, Optional<String> next) {
    public Page {
      jobs = List.copyOf(jobs);
      states = Set.copyOf(states);
    }
  }

  /** A job that was moved, and its lane. */
  public record Moved(UUID job, String lane) {}

  /**
   * What became of a page.
   *
   * @param whole whether the operation is over it; otherwise it must be done again
   */
  public record Chunk(List<Moved> moved, boolean whole) {
    public Chunk {
      moved = List.copyOf(moved);
    }
  }

  /**
   * Moves the jobs of a page.
   *
   * @param operation as it was read; it is not whole if another service is on it, if it has got
   *     further, or has ended
   */
  public Chunk move(Operation operation, Page page) {
    return database.bulk(connection -> move(connection, operation, page));
  }

  /** How many jobs of a page would belong to an operation of this moment, by state. */
  public Map<JobState, Integer> count(
      String tenant, OperationAction action, Optional<Integer> priority, Instant at, Page page) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = Rows.plannedAnew(connection, COUNT)) {
            statement.setString(1, tenant);
            statement.setObject(2, at.atOffset(ZoneOffset.UTC));
            statement.setObject(3, priority.orElse(null), Types.SMALLINT);
            statement.setArray(4, connection.createArrayOf("text", texts(page.states)));
            statement.setBoolean(5, action.movesLines());
            statement.setArray(6, connection.createArrayOf("uuid", page.jobs.toArray()));
            return counts(statement.executeQuery());
          }
        });
  }

  private static Chunk move(Connection connection, Operation operation, Page page)
      throws SQLException {
    String sql = sql(operation.action());
    try (PreparedStatement statement = Rows.plannedAnew(connection, sql)) {
      statement.setArray(1, connection.createArrayOf("text", texts(page.states)));
      statement.setBoolean(2, operation.action().movesLines());
      statement.setObject(3, operation.id());
      statement.setString(4, operation.position().orElse(null));
      statement.setArray(5, connection.createArrayOf("uuid", page.jobs.toArray()));
      statement.setString(6, page.next.orElse(null));
      return chunk(statement.executeQuery());
    }
  }

  private static Chunk chunk(ResultSet rows) throws SQLException {
    List<Moved> moved = new ArrayList<>();
    boolean whole = false;
    while (rows.next()) {
      whole = rows.getBoolean("whole");
      UUID job = rows.getObject("id", UUID.class);
      if (job != null) {
        moved.add(new Moved(job, rows.getString("lane")));
      }
    }
    return new Chunk(moved, whole);
  }

  private static Map<JobState, Integer> counts(ResultSet rows) throws SQLException {
    Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
    while (rows.next()) {
      counts.put(JobState.of(rows.getString(1)).orElseThrow(), rows.getInt(2));
    }
    return counts;
  }

  /** The statement of a chunk. */
  static String sql(OperationAction action) {
    return ClientMoves.in(
        Members.in(CHUNK).replace("<move>", action.move()).replace("<target>", ClientMoves.TARGET));
  }

  private static Object[] texts(Collection<JobState> states) {
    return states.stream().map(JobState::text).toArray();
  }
}
