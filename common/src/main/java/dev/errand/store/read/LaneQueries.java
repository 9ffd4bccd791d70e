package dev.errand.store.read;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.lane.Closings;
import dev.errand.store.read.LaneLoad.Closure;
import dev.errand.store.read.LaneLoad.Count;
import dev.errand.store.read.LaneLoad.Pause;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queries of lanes by clients and monitoring. */
@ApplicationScoped
public class LaneQueries {

  /**
   * How long the oldest queued job of lane {@code l.lane} has been waiting: only the next job of
   * each priority is examined, because jobs of one priority are in order.
   */
  private static final String OLDEST =
      """
      (with recursive next as (
          (select priority, run_at from job where lane = l.lane and state = 'queued'
            order by priority desc, rank limit 1)
          union all
          select lower.priority, lower.run_at from next cross join lateral (
            select priority, run_at from job
            where lane = l.lane and state = 'queued' and priority < next.priority
            order by priority desc, rank limit 1) lower
        )
        select floor(extract(epoch from now() - min(run_at)) * 1000) from next)\
      """;

  /**
   * The lanes are found with one index probe each, not by reading all of their jobs, and jobs are
   * counted up to a bound: the cost depends only on the number of lanes.
   */
  static final String LOADS =
      """
      with recursive queued as (
        (select lane from job where state = 'queued' order by lane limit 1)
        union all
        select next.lane from queued cross join lateral (
          select lane from job where state = 'queued' and lane > queued.lane
          order by lane limit 1) next
      ), scheduled as (
        (select lane from job where state = 'scheduled' order by lane limit 1)
        union all
        select next.lane from scheduled cross join lateral (
          select lane from job where state = 'scheduled' and lane > scheduled.lane
          order by lane limit 1) next
      ), running as (
        (select lane from job where state = 'running' order by lane limit 1)
        union all
        select next.lane from running cross join lateral (
          select lane from job where state = 'running' and lane > running.lane
          order by lane limit 1) next
      ), names as (
        select lane from queued union select lane from scheduled union select lane from running
        union select lane from lane_closure where closed_until > now()
        union select lane from lane_pause where coalesce(paused_until > now(), true)
      )
      select l.lane,
        (select count(*) from (
          select from job where lane = l.lane and state = 'scheduled' limit ?) scheduled),
        (select count(*) from (
          select from job where lane = l.lane and state = 'queued'
          order by priority desc, rank limit ?) queued),
        (select count(*) from (
          select from job where lane = l.lane and state = 'running' limit ?) running),
        %s,
        c.closed_until, c.reason, c.closures, c.since, c.job, c.by_job,
        p.paused_by, p.paused_at, p.paused_until, p.reason as pause_reason
      from names l
      left join lateral (
        select closed_until, reason, closures, since, job, by_job from lane_closure
        where lane = l.lane and closed_until > now() offset 0) c on true
      left join lateral (
        select paused_by, paused_at, paused_until, reason from lane_pause
        where lane = l.lane and coalesce(paused_until > now(), true) offset 0) p on true
      order by l.lane
      """
          .formatted(OLDEST);

  /** Each of the given lanes separately, and no further than needed. */
  static final String BACKLOGS =
      """
      select l.lane,
        (select count(*) from (
          select from job where lane = l.lane and state = 'queued'
          order by priority desc, rank limit ?) queued),
        (select count(*) from job where lane = l.lane and state = 'running'),
        %s
      from unnest(?::text[]) as l (lane)
      """
          .formatted(OLDEST);

  /** Scheduled, queued and running. */
  private static final int COUNTED_STATES = 3;

  private final Database database;

  @Inject
  public LaneQueries(Database database) {
    this.database = database;
  }

  /**
   * The lanes that are closed or paused, or have jobs that have not ended, by name and for all
   * tenants, in one statement.
   *
   * @param most maximum number of jobs that are counted in one state of a lane
   */
  public List<LaneLoad> loads(int most) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = Rows.plannedAnew(connection, LOADS)) {
            for (int state = 1; state <= COUNTED_STATES; state++) {
              // One more shows whether the bound was reached or exceeded.
              statement.setInt(state, most + 1);
            }
            return Rows.all(statement, row -> load(row, most));
          }
        });
  }

  /**
   * The queued and running jobs of each of these lanes, at a cost that does not grow with the
   * backlog.
   *
   * @param most maximum number of queued jobs that are counted in a lane
   */
  public List<LaneBacklog> backlogs(List<String> lanes, int most) {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(BACKLOGS)) {
            statement.setInt(1, most);
            statement.setArray(2, connection.createArrayOf("text", lanes.toArray()));
            return Rows.all(
                statement,
                row ->
                    new LaneBacklog(row.getString(1), row.getLong(2), row.getLong(3), age(row, 4)));
          }
        });
  }

  private static LaneLoad load(ResultSet row, int most) throws SQLException {
    return new LaneLoad(
        row.getString(1),
        count(row, 2, most),
        count(row, 3, most),
        count(row, 4, most),
        age(row, 5),
        closure(row),
        pause(row));
  }

  private static Count count(ResultSet row, int column, int most) throws SQLException {
    return Count.upTo(most, row.getLong(column));
  }

  private static Optional<Duration> age(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis)));
  }

  private static Optional<Closure> closure(ResultSet row) throws SQLException {
    Instant until = Rows.instantOrNull(row, "closed_until");
    return until == null
        ? Optional.empty()
        : Optional.of(new Closure(until, row.getString("reason"), closings(row)));
  }

  private static Closings closings(ResultSet row) throws SQLException {
    return new Closings(
        row.getInt("closures"),
        Optional.ofNullable(Rows.instantOrNull(row, "since")),
        Optional.ofNullable(row.getObject("job", UUID.class)),
        row.getInt("by_job"));
  }

  private static Optional<Pause> pause(ResultSet row) throws SQLException {
    String by = row.getString("paused_by");
    return by == null
        ? Optional.empty()
        : Optional.of(
            new Pause(
                by,
                Rows.instant(row, "paused_at"),
                Optional.ofNullable(Rows.instantOrNull(row, "paused_until")),
                row.getString("pause_reason")));
  }
}
