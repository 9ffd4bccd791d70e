package dev.errand.store.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations find their jobs by id, whatever indexes of states there are (see ADR 8). */
class OperationPlansTest {

  private static final String INDEX = "(?:operation|job|attempt)_\\w+";

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("count", OperationChunks.COUNT, Set.of("job_pkey")),
        Arguments.of(
            "retry",
            OperationChunks.sql(OperationAction.RETRY),
            Set.of("operation_running", "operation_pkey", "job_pkey", "job_result_pkey")),
        Arguments.of(
            "cancel",
            OperationChunks.sql(OperationAction.CANCEL),
            Set.of("operation_running", "operation_pkey", "job_pkey", "attempt_pkey")),
        Arguments.of(
            "delete",
            OperationChunks.sql(OperationAction.DELETE),
            Set.of(
                "operation_running",
                "operation_pkey",
                "job_pkey",
                "job_request_pkey",
                "job_result_pkey",
                "attempt_pkey")),
        Arguments.of(
            "reprioritise",
            OperationChunks.sql(OperationAction.REPRIORITISE),
            Set.of("operation_running", "operation_pkey", "job_pkey")),
        Arguments.of("active", OperationMoves.ACTIVE, Set.of("operation_running")),
        Arguments.of("purge", OperationMoves.PURGE, Set.of("operation_ended", "operation_pkey")),
        Arguments.of("list", OperationStore.LIST, Set.of("operation_tenant")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, INDEX), plan);
    assertFalse(plan.contains("Seq Scan on job"), plan);
  }
}
