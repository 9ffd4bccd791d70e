package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.job.JobState;
import dev.errand.store.read.CountQueries.StateCount;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of jobs by state, with every kind of filter. */
class CountQueriesTest {

  private static StoreFixture store;

  @BeforeAll
  static void fill() {
    store = FoundJobs.fill();
  }

  static Stream<Arguments> filters() {
    return FoundJobs.filters();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("filters")
  void fewerJobsThanAreCountedAreCountedExactly(JobFilter filter, String condition) {
    List<StateCount> counts = counts(store, filter);

    assertEquals(
        store
            .query(
                "select state, count(*) from numbered where (%s) group by state"
                    .formatted(condition))
            .stream()
            .collect(Collectors.toMap(List::getFirst, List::getLast)),
        counts.stream()
            .filter(count -> count.count() > 0)
            .collect(Collectors.toMap(it -> it.state().text(), it -> "" + it.count())));
    assertFalse(counts.stream().anyMatch(StateCount::more), counts::toString);
  }

  @Test
  void allStatesAreThereUnlessSomeAreNamed() {
    assertEquals(
        List.of(JobState.values()),
        counts(store, states(Set.of())).stream().map(StateCount::state).toList());
    assertEquals(
        List.of(new StateCount(JobState.FAILED, FoundJobs.JOBS / 5, false)),
        counts(store, states(Set.of(JobState.FAILED))));
  }

  @Test
  void moreJobsThanAreCountedAreMore() {
    StoreFixture many = new StoreFixture();
    many.execute(
        """
        insert into job (id, state, lane, run_at, max_attempts)
        select gen_random_uuid(), 'queued', case when n %% 2 = 0 then 'a' else 'b' end, now(), 3
        from generate_series(1, %d) n
        """
            .formatted(CountQueries.MOST + 1));
    many.execute(
        """
        insert into job_request (job_id, endpoint, model, body)
        select id, '/v1/responses', 'gpt', '' from job
        """);
    StateCount most = new StateCount(JobState.QUEUED, CountQueries.MOST, true);
    Set<JobState> queued = Set.of(JobState.QUEUED);

    assertEquals(List.of(most), counts(many, states(queued)));
    assertEquals(
        List.of(most),
        counts(many, new JobFilter(queued, Optional.empty(), Optional.of("gpt"), Map.of())));
    assertEquals(
        List.of(new StateCount(JobState.QUEUED, CountQueries.MOST / 2, false)),
        counts(many, new JobFilter(queued, Optional.of("a"), Optional.empty(), Map.of())));
  }

  private static JobFilter states(Set<JobState> states) {
    return new JobFilter(states, Optional.empty(), Optional.empty(), Map.of());
  }

  private static List<StateCount> counts(StoreFixture store, JobFilter filter) {
    return new CountQueries(store.database).counts(Caller.open(), filter);
  }
}
