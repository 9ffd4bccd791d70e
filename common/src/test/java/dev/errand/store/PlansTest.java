package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Postgres plans a statement for an empty table and keeps the plan while the table grows to
 * millions of rows, so it must be right from the start.
 */
class PlansTest {

  private static final String INDEX = "job_(?!request|result)\\w+|attempt_pkey";

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of(
            "claim",
            Claim.CLAIM,
            Set.of("job_claim", "job_flow", "job_model", "job_pkey", "job_running")),
        Arguments.of("extend", LeaseStore.EXTEND, Set.of("job_pkey")),
        Arguments.of("end", AttemptEnds.END, Set.of("attempt_pkey", "job_pkey")),
        Arguments.of("cancel", JobStore.CANCEL, Set.of("attempt_pkey", "job_pkey")),
        Arguments.of("retry", JobStore.RETRY, Set.of("job_pkey")),
        Arguments.of("delete", JobStore.DELETE, Set.of("attempt_pkey", "job_pkey")),
        Arguments.of("promote", DispatchStore.PROMOTE, Set.of("job_due", "job_pkey")),
        Arguments.of(
            "reclaim", DispatchStore.RECLAIM, Set.of("attempt_pkey", "job_running", "job_pkey")),
        Arguments.of(
            "expire", DispatchStore.EXPIRE, Set.of("attempt_pkey", "job_deadline", "job_pkey")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, INDEX), plan);
  }
}
