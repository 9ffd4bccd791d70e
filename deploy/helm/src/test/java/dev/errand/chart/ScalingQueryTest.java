package dev.errand.chart;

import static dev.errand.testing.StoreFixture.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.ClaimedJob;
import dev.errand.store.NewJob.Plan;
import dev.errand.testing.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KEDA's query against a real Postgres with the project's own tables. */
class ScalingQueryTest {

  private static final String LANES =
      """
      lanes:
        default: {models: ["*"], pool: default}
        limited: {models: ["limited-*"], pool: default, concurrency: 5}
        gpu: {models: ["gpu-*"], pool: gpu}
      pools:
        gpu: {}
      worker:
        concurrency: 10
        autoscaling: {kind: keda, minReplicas: 0, maxReplicas: 2}
      """;

  private final StoreFixture store = new StoreFixture();
  private final String query = query("default");

  @Test
  void withoutWorkNoWorkersAreNeeded() {
    assertEquals(0, asked());
  }

  @Test
  void queuedAndRunningJobsCount() {
    submit("default", 7);
    claim("default", 3);

    assertEquals(7, asked());
    claim("default", 4);
    assertEquals(7, asked());
  }

  @Test
  void aLaneCountsUpToItsLimit() {
    submit("limited", 20);

    assertEquals(5, asked());
    claim("limited", 4);
    assertEquals(5, asked());
  }

  @Test
  void runningJobsBeyondTheLimitCountToo() {
    submit("limited", 20);
    claim("limited", 8);

    assertEquals(8, asked());
  }

  @Test
  void aClosedLaneCountsWithItsRunningJobs() {
    submit("default", 9);
    claim("default", 2);
    store.closures.closeLane(
        "default", Duration.ofMinutes(1), "the provider asked for a pause", UUID.randomUUID());

    assertEquals(2, asked());
  }

  @Test
  void aLaneThatIsOpenAgainCountsInFull() {
    submit("default", 9);
    store.closures.closeLane("default", Duration.ofMillis(-1), "it is over", UUID.randomUUID());

    assertEquals(9, asked());
  }

  @Test
  void lanesAddUp() {
    submit("default", 3);
    submit("limited", 9);

    assertEquals(3 + 5, asked());
  }

  @Test
  void otherPoolsDoNotCount() {
    submit("gpu", 4);
    submit("forgotten", 4);

    assertEquals(0, asked());
    assertEquals(4, Integer.parseInt(store.query(query("gpu")).getFirst().getFirst()));
  }

  @Test
  void jobsThatAreNotDueOrExpiredDoNotCount() {
    Instant now = Instant.now();
    submit(new Plan(0, now.plusSeconds(600), null, null, 3, null));
    submit(new Plan(0, null, null, now.minusSeconds(1), 3, null));

    assertEquals(0, asked());
  }

  @Test
  void endedJobsDoNotCount() {
    submit("default", 1);
    store.execute("update job set state = 'cancelled', ended_at = now()");

    assertEquals(0, asked());
  }

  @Test
  void aBacklogIsCountedAsFarAsItMatters() {
    submit("default", 50);

    // Two workers of ten slots.
    assertEquals(20, asked());
  }

  @Test
  void itReadsTheIndexesOfWhatIsQueuedAndRuns() {
    store.execute(
        """
        insert into job (id, state, lane, run_at, max_attempts, ended_at)
        select gen_random_uuid(), 'succeeded', 'default', now(), 3, now()
        from generate_series(1, 20000)
        """);
    submit("default", 50);
    store.execute("analyze job");

    String plan =
        String.join("\n", store.query("explain " + query).stream().map(List::getFirst).toList());

    assertTrue(plan.contains("job_running"), plan);
    assertTrue(plan.contains("job_claim"), plan);
    assertFalse(plan.contains("Seq Scan on job"), plan);
  }

  /**
   * KEDA's connection does not have the services' settings, so the planner itself must prefer the
   * index to a table scan.
   */
  @Test
  void aLongQueueBehindManyEndedJobsIsReadByItsIndexToo() {
    store.execute(
        """
        insert into job (id, state, lane, run_at, max_attempts, ended_at)
        select gen_random_uuid(), case when n % 3 = 0 then 'queued' else 'succeeded' end, 'default',
          now(), 3, case when n % 3 <> 0 then now() end
        from generate_series(1, 30000) n
        """);
    store.execute("analyze job");

    String plan =
        String.join("\n", store.query("explain " + query).stream().map(List::getFirst).toList());

    assertTrue(plan.contains("using job_claim"), plan);
    assertFalse(plan.contains("Seq Scan on job"), plan);
    assertEquals(20, asked());
  }

  @Test
  void whatWaitsInAPausedLaneAddsNoWorkers() {
    submit("default", 7);
    store.execute("insert into lane_pause values ('default', now(), 'open', null, 'maintenance')");
    assertEquals(0, asked());

    store.execute("update lane_pause set paused_until = now() - interval '1 s'");
    assertEquals(7, asked());
  }

  @Test
  void aLoginThatMayOnlyReadThreeTablesIsEnough() {
    store.execute("drop role if exists errand_scaler");
    store.execute("create role errand_scaler");
    store.execute("grant select on job, lane_closure, lane_pause to errand_scaler");
    submit("default", 2);

    store.execute("set role errand_scaler; %s; reset role".formatted(query));
    store.execute("drop owned by errand_scaler; drop role errand_scaler");
  }

  private int asked() {
    List<List<String>> rows = store.query(query);
    assertEquals(1, rows.size());
    return Integer.parseInt(rows.getFirst().getFirst());
  }

  private void submit(String lane, int jobs) {
    IntStream.range(0, jobs)
        .forEach(_ -> store.submit(StoreFixture.newJob(lane, plan(0), Optional.empty())));
  }

  private void submit(Plan plan) {
    store.submit(StoreFixture.newJob(plan));
  }

  private void claim(String lane, int slots) {
    List<ClaimedJob> claimed =
        store.leases.claim("worker", StoreFixture.LEASE, Map.of(lane, slots), Long.MAX_VALUE);
    assertEquals(slots, claimed.size());
  }

  private static String query(String pool) {
    return Chart.render(LANES)
        .keda("ScaledObject", "errand-worker-" + pool)
        .at("/spec/triggers/0/metadata/query")
        .asText();
  }
}
