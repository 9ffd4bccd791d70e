package dev.errand.store;

import dev.errand.database.Database;
import dev.errand.store.LaneLoad.Closure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients ask of lanes. */
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

  private final Database database;

  @Inject
  public LaneQueries(Database database) {
    this.database = database;
  }

  /** The lanes that have jobs or are closed, by name and of all tenants, in one statement. */
  public List<LaneLoad> loads() {
    return database.statement(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(LOADS)) {
            List<LaneLoad> loads = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
              loads.add(load(rows));
            }
            return loads;
          }
        });
  }

  private static LaneLoad load(ResultSet row) throws SQLException {
    long millis = row.getLong(5);
    Optional<Duration> oldest =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(Math.max(0, millis)));
    return new LaneLoad(
        row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), oldest, closure(row));
  }

  private static Optional<Closure> closure(ResultSet row) throws SQLException {
    OffsetDateTime until = row.getObject(6, OffsetDateTime.class);
    return until == null
        ? Optional.empty()
        : Optional.of(new Closure(until.toInstant(), row.getString(7)));
  }
}
