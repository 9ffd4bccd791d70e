package dev.errand.store.depth;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.depth.Depth.LanePoint;
import dev.errand.store.depth.Depth.Point;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the depth of lanes over time: of the caller's tenant or, for an admin, of all. Looks at a
 * bounded number of rows, the last ones.
 */
@ApplicationScoped
public class DepthQueries {

  /** Maximum number of rows, each of a minute, tenant and lane. */
  public static final int ROWS = 100_000;

  private final Database database;
  private final int rows;

  @Inject
  public DepthQueries(Database database) {
    this(database, ROWS);
  }

  /** One that looks at only so many rows. */
  DepthQueries(Database database, int rows) {
    this.database = database;
    this.rows = rows;
  }

  /** The jobs of all lanes that match, together. */
  public Depth find(Caller caller, DepthFilter filter) {
    return database.read(
        connection -> {
          DepthFilter cut = cut(connection, visible(caller, filter));
          DepthStatement asked = new DepthStatement(cut);
          try (PreparedStatement statement = Rows.plannedAnew(connection, asked.points())) {
            Rows.bind(statement, asked.all());
            return new Depth(Rows.all(statement, DepthQueries::point), cut.from(), cut.step());
          }
        });
  }

  /** The queued jobs of each lane, by lane and time; none where there were none. */
  public List<LanePoint> lanes(Caller caller, DepthFilter filter) {
    return database.read(
        connection -> {
          DepthStatement asked = new DepthStatement(cut(connection, visible(caller, filter)));
          try (PreparedStatement statement = Rows.plannedAnew(connection, asked.lanes())) {
            Rows.bind(statement, asked.parameters());
            return Rows.all(statement, DepthQueries::lanePoint);
          }
        });
  }

  private static DepthFilter visible(Caller caller, DepthFilter filter) {
    return caller.may(Right.ADMIN) ? filter : filter.of(caller.tenant());
  }

  /** The same without the step of the newest row that is one too many, and those before it. */
  private DepthFilter cut(Connection connection, DepthFilter filter) throws SQLException {
    DepthStatement asked = new DepthStatement(filter);
    try (PreparedStatement statement = Rows.plannedAnew(connection, asked.cut(rows))) {
      Rows.bind(statement, asked.ofAnyLane());
      Optional<Instant> minute = Rows.first(statement, row -> Rows.instant(row, "minute"));
      return minute
          .map(it -> filter.since(DepthFilter.begin(it, filter.step()).plus(filter.step())))
          .orElse(filter);
    }
  }

  private static Point point(ResultSet row) throws SQLException {
    return new Point(
        Rows.instant(row, "time"),
        row.getLong("scheduled"),
        row.getLong("queued"),
        row.getLong("running"),
        row.getBoolean("exact"));
  }

  private static LanePoint lanePoint(ResultSet row) throws SQLException {
    return new LanePoint(
        row.getString("lane"),
        Rows.instant(row, "time"),
        row.getLong("queued"),
        row.getBoolean("exact"));
  }
}
