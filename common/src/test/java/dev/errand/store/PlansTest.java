package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Postgres makes a statement's plan for an empty table, and keeps it while the table grows to
 * millions of rows: it must be the right one from the first.
 */
class PlansTest {

  private static final Pattern INDEX =
      Pattern.compile("(?:using|Bitmap Index Scan on) (job_(?!request|result)\\w+|attempt_pkey)");

  private static final Pattern PARAMETER = Pattern.compile("\\?");

  private final StoreFixture store = new StoreFixture();

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("claim", LeaseStore.CLAIM, Set.of("job_claim", "job_model", "job_pkey")),
        Arguments.of("extend", LeaseStore.EXTEND, Set.of("job_pkey")),
        Arguments.of("end", AttemptEnds.END, Set.of("job_pkey")),
        Arguments.of("promote", DispatchStore.PROMOTE, Set.of("job_due", "job_pkey")),
        Arguments.of("reclaim", DispatchStore.RECLAIM, Set.of("job_running", "job_pkey")),
        Arguments.of("expire", DispatchStore.EXPIRE, Set.of("job_deadline", "job_pkey")),
        Arguments.of("details", JobQueries.DETAILS, Set.of("job_pkey")),
        Arguments.of("attempts", JobQueries.ATTEMPTS_OF, Set.of("attempt_pkey")),
        Arguments.of("ahead", JobQueries.AHEAD, Set.of("job_claim")),
        Arguments.of("backlogs", LaneQueries.BACKLOGS, Set.of("job_claim", "job_running")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = String.join("\n", plan(numbered(sql)));

    Matcher found = INDEX.matcher(plan);
    assertEquals(
        new TreeSet<>(indexes),
        new TreeSet<>(found.results().map(index -> index.group(1)).toList()),
        plan);
  }

  private record Where(String url, String user) {}

  private List<String> plan(String sql) throws SQLException {
    Where where =
        store.database.statement(
            connection ->
                new Where(
                    connection.getMetaData().getURL(), connection.getMetaData().getUserName()));
    // Else the driver would have the explained statement's parameters bound.
    try (Connection connection =
            DriverManager.getConnection(where.url + "&preferQueryMode=simple", where.user, "");
        Statement statement = connection.createStatement()) {
      statement.execute("set enable_seqscan = off");
      ResultSet rows = statement.executeQuery("explain (generic_plan, costs off) " + sql);
      Stream.Builder<String> lines = Stream.builder();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines.build().toList();
    }
  }

  /** As Postgres itself writes parameters. */
  private static String numbered(String sql) {
    AtomicInteger number = new AtomicInteger();
    return PARAMETER.matcher(sql).replaceAll(_ -> "\\$" + number.incrementAndGet());
  }
}
