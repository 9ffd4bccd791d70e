package dev.errand.store.usage;

import dev.errand.database.Database;
import dev.errand.database.Rows;
import dev.errand.store.usage.Usage.Group;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sums usage in groups. Looks at a bounded number of rows, the last ones. */
@ApplicationScoped
public class UsageQueries {

  /** Maximum number of groups. */
  public static final int GROUPS = 1_000;

  /** Maximum number of rows of hours, beyond those of the hour in which it is exceeded. */
  public static final int ROWS = 50_000;

  private final Database database;
  private final int rows;

  @Inject
  public UsageQueries(Database database) {
    this(database, ROWS);
  }

  /** One that sums only so many rows. */
  UsageQueries(Database database, int rows) {
    this.database = database;
    this.rows = rows;
  }

  /**
   * The groups of the usage that the caller may see: its tenant's or, for an admin, everybody's.
   */
  public Usage find(Caller caller, UsageFilter filter, Set<Dimension> by) {
    UsageFilter visible = caller.may(Right.ADMIN) ? filter : filter.of(caller.tenant());
    return database.read(
        connection -> {
          Optional<Instant> cut = cut(connection, visible);
          UsageFilter summed = cut.map(hour -> visible.since(next(hour))).orElse(visible);
          List<Group> groups = groups(connection, new UsageStatement(summed, by));
          return new Usage(
              groups.subList(0, Math.min(groups.size(), GROUPS)),
              groups.size() > GROUPS,
              summed.from());
        });
  }

  /** The newest hour of which not all rows can be summed. */
  private Optional<Instant> cut(Connection connection, UsageFilter filter) throws SQLException {
    UsageStatement asked = new UsageStatement(filter, Set.of());
    try (PreparedStatement statement = Rows.plannedAnew(connection, asked.cut(rows))) {
      Rows.bind(statement, asked.parameters());
      return Rows.first(statement, row -> Rows.instant(row, "hour"));
    }
  }

  private static List<Group> groups(Connection connection, UsageStatement asked)
      throws SQLException {
    try (PreparedStatement statement = Rows.plannedAnew(connection, asked.groups(GROUPS + 1))) {
      Rows.bind(statement, asked.twice());
      return Rows.all(statement, asked::group);
    }
  }

  private static Instant next(Instant hour) {
    return hour.plus(Duration.ofHours(1));
  }
}
