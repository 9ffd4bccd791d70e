package dev.errand.store.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.testing.Plans;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs are counted, and minutes found, by tenant or by time, without a look at others. */
class DepthPlansTest {

  private static final DepthFixture JOBS = new DepthFixture();

  @BeforeAll
  static void fill() {
    JOBS.store.execute("insert into tenant (name) select 't' || n from generate_series(1, 50) n");
    JOBS.store.execute(
        """
        insert into depth_minute
        select date_trunc('minute', now(), 'UTC') - n * interval '1 min'
        from generate_series(1, 1000) n
        """);
    JOBS.store.execute(
        """
        insert into lane_depth (tenant, minute, lane, scheduled, queued, running, exact)
        select 't' || tenant, minute, 'l', 1, 1, 1, true
        from generate_series(1, 50) tenant, depth_minute
        """);
    JOBS.store.execute("analyze lane_depth");
    JOBS.store.execute("analyze depth_minute");
  }

  static Stream<Arguments> statements() {
    DepthFilter all = JOBS.last(100);
    DepthStatement own = new DepthStatement(all.of("t1"));
    DepthStatement lane =
        new DepthStatement(
            DepthFilter.of(Optional.of("t1"), Optional.of("l"), all.from(), all.to()));
    DepthStatement everybodys = new DepthStatement(all);
    return Stream.of(
        Arguments.of(
            "record",
            DepthStore.RECORD,
            Set.of("job_list_queued", "job_list_scheduled", "job_running", "tenant_pkey")),
        Arguments.of("purge", DepthStore.PURGE, Set.of("lane_depth_minute", "depth_minute_pkey")),
        Arguments.of("erase", DepthStore.ERASE, Set.of("tenant_pkey", "lane_depth_pkey")),
        Arguments.of("one tenant's rows", own.cut(10), Set.of("lane_depth_pkey")),
        Arguments.of(
            "one tenant's points", own.points(), Set.of("lane_depth_pkey", "depth_minute_pkey")),
        Arguments.of(
            "one lane's points", lane.points(), Set.of("lane_depth_pkey", "depth_minute_pkey")),
        Arguments.of("one tenant's lanes", own.lanes(), Set.of("lane_depth_pkey")),
        Arguments.of("everybody's rows", everybodys.cut(10), Set.of("lane_depth_minute")),
        Arguments.of(
            "everybody's points",
            everybodys.points(),
            Set.of("lane_depth_minute", "depth_minute_pkey")),
        Arguments.of("everybody's lanes", everybodys.lanes(), Set.of("lane_depth_minute")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void eachStatementReadsTheIndexThatHasItsRows(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = new Plans(JOBS.store).of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, "\\w+"), plan);
    assertFalse(plan.contains("Seq Scan"), plan);
  }
}
