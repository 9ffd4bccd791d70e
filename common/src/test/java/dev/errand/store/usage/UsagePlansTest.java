package dev.errand.store.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.testing.Plans;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Usage is found by tenant or by time, in a table of many tenants and hours (see ADR 8). */
class UsagePlansTest {

  private static final UsageFixture JOBS = new UsageFixture();

  @BeforeAll
  static void fill() {
    JOBS.store.execute("insert into tenant (name) select 't' || n from generate_series(1, 50) n");
    JOBS.store.execute(
        """
        insert into usage_hour (tenant, hour, api_key, lane, model, outcome, jobs, attempts,
          input_tokens, output_tokens, without_usage, waited, ran)
        select 't' || tenant, date_trunc('hour', now(), 'UTC') - hour * interval '1 h', '', 'l', 'm',
          'succeeded', 1, 1, 1, 1, 0, array_fill(1, array[50]), array_fill(0, array[50])
        from generate_series(1, 50) tenant, generate_series(1, 1000) hour
        """);
    JOBS.store.execute("analyze usage_hour");
  }

  static Stream<Arguments> statements() {
    Set<String> hours = Set.of("usage_hour_pkey");
    Set<String> both = Set.of("usage_hour_pkey", "usage_ending_pkey");
    UsageFilter all = UsageFixture.all();
    UsageStatement own = new UsageStatement(all.of("t1"), Set.of(Dimension.MODEL));
    UsageStatement everybody = new UsageStatement(all, Set.of(Dimension.TENANT));
    return Stream.of(
        Arguments.of("fold", UsageStore.FOLD, Set.of("usage_ending_pkey", "tenant_pkey")),
        Arguments.of("purge", UsageStore.PURGE, Set.of("usage_hour_hour", "usage_hour_pkey")),
        Arguments.of(
            "erase",
            UsageStore.ERASE,
            Set.of("tenant_pkey", "usage_hour_pkey", "usage_ending_pkey")),
        Arguments.of("one tenant's rows", own.cut(10), hours),
        Arguments.of("one tenant's groups", own.groups(10), both),
        Arguments.of("everybody's rows", everybody.cut(10), Set.of("usage_hour_hour")),
        Arguments.of("everybody's groups", everybody.groups(10), Set.of("usage_hour_hour")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void eachStatementReadsTheIndexThatHasItsRows(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = new Plans(JOBS.store).of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, "\\w+"), plan);
    // All that is not folded yet is everybody's.
    assertFalse(plan.contains("Seq Scan on usage_hour"), plan);
  }
}
