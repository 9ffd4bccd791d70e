package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.store.LaneLoad.Closure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What clients and monitoring ask of lanes. */
@ApplicationScoped
public class LaneQueries {

  /** Each state's jobs by the partial index that holds just them. */
  private static final String LOADS =
      """
      with loads as (
        select lane, 0 as scheduled, count(*) as queued, 0 as running, min(run_at) as oldest
        from job where state = 'queued' group by lane
        union all
        select lane, count(*), 0, 0, null from job where state = 'scheduled' group by lane
        union all
        select lane, 0, 0, count(*), null from job where state = 'running' group by lane
        union all
        select lane, 0, 0, 0, null from lane_closure where closed_until > now()
      )
      select l.lane, sum(l.scheduled), sum(l.queued), sum(l.running),
        floor(extract(epoch from now() - min(l.oldest)) * 1000), c.closed_until, c.reason
      from loads l
      left join lane_closure c on c.lane = l.lane and c.closed_until > now()
      group by l.lane, c.closed_until, c.reason
      order by l.lane
      """;

  /**
   * Each lane by itself, and nothing further than needed: queued jobs are counted up to a bound,
   * and the oldest is looked for among the next job of each priority.
   */
  static final String BACKLOGS =
      """
      select l.lane,
        (select count(*) from (
          select from job where lane = l.lane and state = 'queued' limit ?) queued),
        (select count(*) from job where lane = l.lane and state = 'running'),
        (with recursive next as (
          (select priority, run_at from job where lane = l.lane and state = 'queued'
            order by priority desc, rank limit 1)
          union all
          select lower.priority, lower.run_at from next cross join lateral (
            select priority, run_at from job
            where lane = l.lane and state = 'queued' and priority < next.priority
            order by priority desc, rank limit 1) lower
        )
        select floor(extract(epoch from now() - min(run_at)) * 1000) from next)
      from unnest(?::text[]) as l (lane)
      """;

  private final Database database;

  @Inject
  public LaneQueries(Database database) {
    this.database = database;
  }

  /** The lanes that have jobs or are closed, by name and of all tenants, in one statement. */
  public List<LaneLoad> loads() {
    return database.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOADS)) {
            return Rows.all(statement, LaneQueries::load);
          }
        });
  }

  /**
   * What waits and runs in each of these lanes, at a cost that does not grow with what waits.
   *
   * @param most queued jobs that are counted in a lane
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

  private static LaneLoad load(ResultSet row) throws SQLException {
    return new LaneLoad(
        row.getString(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        age(row, 5),
        closure(row));
  }

  private static Optional<Duration> age(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis)));
  }

  private static Optional<Closure> closure(ResultSet row) throws SQLException {
    Instant until = Rows.instant(row, "closed_until");
    return until == null
        ? Optional.empty()
        : Optional.of(new Closure(until, row.getString("reason")));
  }
}
