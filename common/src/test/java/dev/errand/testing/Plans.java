package dev.errand.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Postgres' generic plans of statements. */
public final class Plans {

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private final StoreFixture store;

  public Plans(StoreFixture store) {
    this.store = store;
  }

  private record Where(String url, String user) {}

  /** The generic plan, which scans a table only if no index is suitable. */
  public String of(String sql) throws SQLException {
    Where where =
        store.database.statement(
            connection ->
                new Where(
                    connection.getMetaData().getURL(), connection.getMetaData().getUserName()));
    // Otherwise the driver would require the explained statement's parameters.
    try (Connection connection =
            DriverManager.getConnection(where.url + "&preferQueryMode=simple", where.user, "");
        Statement statement = connection.createStatement()) {
      statement.execute("set enable_seqscan = off");
      ResultSet rows = statement.executeQuery("explain (generic_plan, costs off) " + numbered(sql));
      StringBuilder plan = new StringBuilder();
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
      return plan.toString();
    }
  }

  /** The indexes that a plan reads, of those whose names match. */
  public static Set<String> indexes(String plan, String names) {
    return Pattern.compile("(?:using|Bitmap Index Scan on) (%s)".formatted(names))
        .matcher(plan)
        .results()
        .map(index -> index.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** With parameters as Postgres writes them. */
  private static String numbered(String sql) {
    AtomicInteger number = new AtomicInteger();
    return PARAMETER.matcher(sql).replaceAll(_ -> "\\$" + number.incrementAndGet());
  }
}
