package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.errand.job.JobState;
import dev.errand.store.read.JobFilter.Span;
import dev.errand.tenant.Caller;
import dev.errand.testing.Plans;
import dev.errand.testing.StoreFixture;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans of lists, in a table whose statistics tempt Postgres to walk the primary key: most jobs
 * have succeeded, in one lane, with one model and the same metadata.
 */
class ListPlansTest {

  private static final String INDEX = "job_\\w+|attempt_pkey";
  private static final Set<String> LOOKED_UP =
      Set.of("job_pkey", "job_request_pkey", "job_result_pkey");
  private static final JobFilter FILTER =
      new JobFilter(
          Set.of(), Optional.of("default"), Optional.of("sim"), Map.of("customer", "acme"));
  private static final JobFilter ANY =
      new JobFilter(Set.of(), Optional.empty(), Optional.empty(), Map.of());
  private static final JobFilter LANE =
      new JobFilter(Set.of(), Optional.of("default"), Optional.empty(), Map.of());
  private static final JobFilter FAILED =
      new JobFilter(Set.of(JobState.FAILED), Optional.empty(), Optional.empty(), Map.of());
  private static final JobFilter OF_BATCH =
      new JobFilter(
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Span.ALWAYS,
          Span.ALWAYS,
          Optional.empty(),
          Optional.of(UUID.randomUUID()));
  private static final JobScans SCANS = new JobScans(Caller.open(), FILTER, Optional.empty());

  private static StoreFixture store;

  @BeforeAll
  static void fill() {
    store = new StoreFixture();
    store.execute(
        """
        insert into job (id, state, lane, run_at, max_attempts, ended_at)
        select gen_random_uuid(), case when n % 50 = 0 then 'queued'
            when n % 4 = 1 then 'scheduled' else 'succeeded' end,
          case when n % 100 = 0 then 'rare' else 'default' end, now(), 3,
          case when n % 50 <> 0 and n % 4 <> 1 then now() end
        from generate_series(1, 40000) n
        """);
    store.execute(
        """
        insert into job_request (job_id, endpoint, model, metadata, body)
        select id, '/v1/responses', 'sim', '{"customer": "acme"}', '' from job
        """);
    store.execute("analyze job, job_request");
  }

  static Stream<Arguments> scans() {
    Set<JobState> all = Set.of(JobState.values());
    return Stream.of(
        Arguments.of("all", SCANS.byId(21), Set.of("job_request_tenant")),
        Arguments.of("queued", scan(JobState.QUEUED), Set.of("job_list_queued")),
        Arguments.of("scheduled", scan(JobState.SCHEDULED), Set.of("job_list_scheduled")),
        Arguments.of("running", scan(JobState.RUNNING), Set.of("job_running")),
        Arguments.of("succeeded", scan(JobState.SUCCEEDED), Set.of("job_list_succeeded")),
        Arguments.of("failed", scan(JobState.FAILED), Set.of("job_list_unhappy")),
        Arguments.of("cancelled", scan(JobState.CANCELLED), Set.of("job_list_unhappy")),
        Arguments.of("expired", scan(JobState.EXPIRED), Set.of("job_list_unhappy")),
        Arguments.of(
            "every state of several lanes",
            SCANS.byStates(all, List.of("default", "rare", "none"), 21),
            Set.of(
                "job_list_queued",
                "job_list_scheduled",
                "job_running",
                "job_list_succeeded",
                "job_list_unhappy")),
        Arguments.of(
            "model", SCANS.byModel("sim", JobList.MANY), Set.of("job_request_tenant_model")),
        Arguments.of(
            "metadata", SCANS.byMetadata(JobList.UNORDERED), Set.of("job_request_tenant_metadata")),
        Arguments.of(
            "batch", SCANS.byBatch(UUID.randomUUID(), JobList.MANY), Set.of("job_request_batch")),
        Arguments.of("ended", ended(FILTER, JobList.MANY), Set.of("job_purge", "job_ended_lines")),
        Arguments.of("failed last", ended(FAILED, JobList.MANY), Set.of("job_ended_unhappy")),
        Arguments.of("ended of a batch", ended(OF_BATCH, JobList.MANY), Set.of("job_ended_lines")),
        Arguments.of(
            "ended with metadata",
            EndedScans.sorted(SCANS.byMetadata(JobList.UNORDERED)),
            Set.of("job_request_tenant_metadata")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scans")
  void eachListReadsTheIndexThatHasItInOrder(String name, JobScan scan, Set<String> indexes)
      throws SQLException {
    String sql = scan.sql(Conditions.of(Caller.open(), FILTER, Optional.of(UUID.randomUUID())));
    Set<String> expected = new TreeSet<>(LOOKED_UP);
    expected.addAll(indexes);

    String plan = plan(sql);
    assertEquals(expected, indexes(plan), plan);
  }

  static Stream<Arguments> counts() {
    CountScans lane = new CountScans(Caller.open(), LANE);
    CountScans all = new CountScans(Caller.open(), ANY);
    CountScans filtered = new CountScans(Caller.open(), FILTER);
    Set<String> states =
        Set.of(
            "job_list_queued",
            "job_list_scheduled",
            "job_running",
            "job_list_succeeded",
            "job_list_unhappy");
    // Of two indexes that are equally good for one tenant.
    Set<String> probed = new TreeSet<>(states);
    probed.add("job_scheduled");
    Set<String> looked = new TreeSet<>(states);
    looked.addAll(Set.of("job_pkey", "job_request_pkey"));
    return Stream.of(
        Arguments.of("lane", lane.ofStates().sql(), states),
        Arguments.of("all", all.ofStates().sql(), probed),
        Arguments.of("filtered", filtered.ofStates().sql(), looked),
        Arguments.of(
            "metadata",
            filtered.of(filtered.ofFew().getFirst()).sql(),
            Set.of("job_request_tenant_metadata", "job_pkey", "job_request_pkey")),
        Arguments.of(
            "model",
            filtered.of(filtered.ofFew().getLast()).sql(),
            Set.of("job_request_tenant_model", "job_pkey", "job_request_pkey")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("counts")
  void eachCountReadsTheIndexesOfItsStates(String name, String sql, Set<String> indexes)
      throws SQLException {
    String plan = plan(sql);

    assertEquals(new TreeSet<>(indexes), indexes(plan), plan);
    assertFalse(plan.contains("Seq Scan"), plan);
  }

  @Test
  void theLanesOfAStateAreFoundByProbes() throws SQLException {
    String plan = plan(JobList.LANES.formatted("succeeded"));

    assertEquals(Set.of("job_list_succeeded"), indexes(plan), plan);
    assertEquals(2, plan.split("Limit", -1).length - 1, plan);
  }

  @Test
  void loadsOfLanesAreFoundByProbes() throws SQLException {
    String plan = plan(LaneQueries.LOADS);

    Set<String> found = indexes(plan);
    assertEquals(Set.of("job_claim", "job_scheduled", "job_running"), found, plan);
    assertFalse(plan.contains("Seq Scan on job"), plan);
  }

  private static JobScan ended(JobFilter filter, int most) {
    return new EndedScans(Caller.open(), filter, Optional.empty()).inOrder(most);
  }

  private static JobScan scan(JobState state) {
    return SCANS.byStates(Set.of(state), List.of("default"), 21);
  }

  private static Set<String> indexes(String plan) {
    return Plans.indexes(plan, INDEX);
  }

  private static String plan(String sql) throws SQLException {
    return new Plans(store).of(sql);
  }
}
