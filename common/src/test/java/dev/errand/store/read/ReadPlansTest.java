package dev.errand.store.read;

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

/** Like the plans of moves, those of reads are right for an empty table and for a full one. */
class ReadPlansTest {

  private static final String INDEX = "job_(?!request|result)\\w+|attempt_pkey";

  private final Plans plans = new Plans(new StoreFixture());

  static Stream<Arguments> statements() {
    return Stream.of(
        Arguments.of("details", JobQueries.DETAILS, Set.of("job_pkey")),
        Arguments.of("attempts", JobQueries.ATTEMPTS_OF, Set.of("attempt_pkey", "job_pkey")),
        Arguments.of("own", JobQueries.OWN, Set.of("job_pkey")),
        Arguments.of("full", WaitQueries.FULL, Set.of("job_running")),
        Arguments.of("paces", WaitQueries.PACES, Set.of("job_running")),
        Arguments.of("key", WaitQueries.KEY, Set.of("job_pkey")),
        Arguments.of("versions", VersionQueries.VERSIONS, Set.of("job_pkey")),
        Arguments.of("ahead", JobQueries.AHEAD, Set.of("job_claim")),
        Arguments.of("backlogs", LaneQueries.BACKLOGS, Set.of("job_claim", "job_running")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void thePlanForAnEmptyTableIsTheOneForAFullOne(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plans.of(sql);

    assertEquals(new TreeSet<>(indexes), Plans.indexes(plan, INDEX), plan);
  }
}
