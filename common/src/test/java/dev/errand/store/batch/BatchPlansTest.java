package dev.errand.store.batch;

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

/** The lines of a batch are found without a look at other jobs (see ADR 8). */
class BatchPlansTest {

  private static final Set<String> LINES =
      Set.of("job_request_line", "job_pkey", "job_result_pkey");

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    Set<String> erase =
        Set.of(
            "job_request_line", "job_pkey", "job_request_pkey", "job_result_pkey", "attempt_pkey");
    return Stream.of(
        Arguments.of("page of the output", BatchLines.OUTPUT, LINES),
        Arguments.of("page of the errors", BatchLines.ERROR, LINES),
        Arguments.of("lines by number", BatchLines.NUMBERED, LINES),
        Arguments.of("endings", BatchEndings.READ, Set.of("batch_ending_pkey", "batch_pkey")),
        Arguments.of(
            "place of a line", BatchEndings.PLACE, Set.of("job_request_pkey", "batch_ending_pkey")),
        Arguments.of("newest", BatchEndings.NEWEST, Set.of("batch_ending_pkey", "batch_pkey")),
        Arguments.of("progress", BatchEndings.PROGRESS, Set.of("batch_tenant")),
        Arguments.of("erase the output", BatchPurgeStore.OUTPUT, erase),
        Arguments.of("erase the errors", BatchPurgeStore.ERROR, erase),
        Arguments.of(
            "erase the endings",
            BatchPurgeStore.ENDINGS,
            Set.of("batch_ending_pkey", "job_request_line")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, "\\w+"), plan);
    assertFalse(plan.contains("Seq Scan"), plan);
  }
}
