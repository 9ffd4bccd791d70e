package dev.errand.store.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.Acceptance.Replayed;
import dev.errand.store.AttemptEnd;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.ClaimedJob;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Key;
import dev.errand.store.NewJob.Request;
import dev.errand.store.read.CountQueries.StateCount;
import dev.errand.store.read.Paging.Order;
import dev.errand.tenant.Caller;
import dev.errand.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two tenants with identical jobs: for each, the other's jobs do not exist. */
class TwoTenantsTest {

  private static final Caller ACME = StoreFixture.caller("acme");
  private static final Caller ZORG = StoreFixture.caller("zorg");
  private static final String METADATA = "{\"customer\": \"same\"}";

  private final StoreFixture store = new StoreFixture();
  private final JobQueries queries = new JobQueries(store.database);
  private final VersionQueries versions = new VersionQueries(store.database);

  /** Each tenant has a succeeded, a cancelled and a queued job. */
  @BeforeEach
  void fill() {
    List<Caller> callers = List.of(ACME, ZORG);
    callers.forEach(caller -> succeed(submit(caller)));
    callers.forEach(caller -> store.jobs.cancel(caller, submit(caller)));
    callers.forEach(this::submit);
  }

  @AfterEach
  void close() {
    versions.close();
  }

  static List<JobFilter> filters() {
    Optional<String> lane = Optional.of(StoreFixture.LANE);
    Optional<String> model = Optional.of("sim");
    Map<String, String> customer = Map.of("customer", "same");
    return List.of(
        new JobFilter(Set.of(), Optional.empty(), Optional.empty(), Map.of()),
        new JobFilter(Set.of(JobState.values()), Optional.empty(), Optional.empty(), Map.of()),
        new JobFilter(Set.of(), lane, Optional.empty(), Map.of()),
        new JobFilter(Set.of(), Optional.empty(), model, Map.of()),
        new JobFilter(Set.of(), Optional.empty(), Optional.empty(), customer),
        new JobFilter(Set.of(), lane, model, customer));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void aListHoldsTheCallersJobsAloneWhateverTheFilter(JobFilter filter) {
    assertEquals(jobs(ACME), listed(ACME, filter));
    assertEquals(jobs(ZORG), listed(ZORG, filter));
    assertEquals(Set.of(), listed(StoreFixture.caller("nobody"), filter));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void onlyTheCallersJobsAreCounted(JobFilter filter) {
    CountQueries counts = new CountQueries(store.database);

    assertEquals(3, sum(counts.counts(ACME, filter)));
    assertEquals(0, sum(counts.counts(StoreFixture.caller("nobody"), filter)));
  }

  private static int sum(List<StateCount> counts) {
    return counts.stream().mapToInt(StateCount::count).sum();
  }

  @Test
  void endedJobsOfOthersAreNotListed() {
    JobFilter all = filters().getFirst();
    Paging ended = new Paging(Order.ENDED, Optional.empty(), 100);

    assertEquals(2, queries.list(ACME, all, ended).jobs().size());
    assertEquals(0, queries.list(StoreFixture.caller("nobody"), all, ended).jobs().size());
  }

  /** Otherwise a cursor could contain the id of another tenant's job. */
  @Test
  void noScanLooksAtAnotherTenantsJobs() {
    JobFilter filter = filters().getLast();
    JobScans scans = new JobScans(ACME, filter, Optional.empty());
    Set<JobState> states = Set.of(JobState.values());

    for (JobScan scan :
        List.of(
            scans.byId(100),
            scans.byModel("sim", 100),
            scans.byMetadata(100),
            scans.byStates(states, List.of(StoreFixture.LANE), 100))) {
      assertEquals(jobs(ACME), candidates(scan), scan.candidates());
    }
  }

  @Test
  void noScanByEndLooksAtAnotherTenantsJobs() {
    JobFilter all = filters().getFirst();
    Set<UUID> found = candidates(new EndedScans(ACME, all, Optional.empty()).inOrder(100));

    assertEquals(2, found.size());
    assertTrue(jobs(ACME).containsAll(found));
  }

  @Test
  void anotherTenantsJobIsUnknownHoweverItIsReadOrMoved() {
    for (UUID id : jobs(ACME)) {
      assertTrue(queries.details(ACME, id).isPresent());
      assertEquals(Optional.empty(), queries.details(ZORG, id));
      assertTrue(versions.version(ACME, id).isPresent());
      assertEquals(Optional.empty(), versions.version(ZORG, id));
      assertEquals(Set.of(id), queries.own(ACME, Set.of(id)));
      assertEquals(Set.of(), queries.own(ZORG, Set.of(id)));
      List<List<String>> before = row(id);
      assertEquals(Optional.empty(), store.jobs.cancel(ZORG, id));
      assertEquals(Optional.empty(), store.jobs.retry(ZORG, id));
      assertEquals(Optional.empty(), store.jobs.delete(ZORG, "10.1.2.3", id));
      assertEquals(before, row(id));
    }
  }

  @Test
  void attemptsAreTheOwnersToRead() {
    UUID ended = listed(ACME, state(JobState.SUCCEEDED)).iterator().next();

    assertEquals(1, queries.details(ACME, ended).orElseThrow().attempts().size());
    assertEquals(
        List.of(),
        store.database.read(connection -> JobQueries.attempts(connection, ZORG, ended, 1)));
  }

  @Test
  void eachTenantHasItsOwnIdempotencyKeys() {
    NewJob first = job(ACME, Optional.of(key()));
    assertInstanceOf(Accepted.class, accept(first));
    assertInstanceOf(Accepted.class, accept(job(ZORG, Optional.of(key()))));

    assertEquals(new Replayed(first.id()), accept(job(ACME, Optional.of(key()))));
  }

  private Acceptance accept(NewJob job) {
    return store.submissions.accept(List.of(job)).getFirst();
  }

  private UUID submit(Caller caller) {
    return store.submit(job(caller, Optional.empty()));
  }

  private static NewJob job(Caller caller, Optional<Key> key) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    return new NewJob(
        JobId.next(InstantSource.system()),
        caller.tenant(),
        StoreFixture.LANE,
        StoreFixture.plan(0),
        new Request(Endpoint.CHAT_COMPLETIONS, "sim", METADATA, body),
        key);
  }

  private static Key key() {
    return new Key("same", new byte[] {1}, new byte[] {2});
  }

  private void succeed(UUID id) {
    ClaimedJob claimed = store.claim("w", 1).getFirst();
    assertEquals(id, claimed.lease().job());
    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
    store.leases.end("w", List.of(AttemptEnd.succeeded(claimed.lease(), answer, Call.UNHEARD)));
  }

  private static JobFilter state(JobState state) {
    return new JobFilter(Set.of(state), Optional.empty(), Optional.empty(), Map.of());
  }

  private Set<UUID> listed(Caller caller, JobFilter filter) {
    Set<UUID> ids = new HashSet<>();
    queries
        .list(caller, filter, new Paging(Order.CREATED, Optional.empty(), 100))
        .jobs()
        .forEach(it -> ids.add(it.job().id()));
    return ids;
  }

  private Set<UUID> candidates(JobScan scan) {
    return store.database.read(
        connection -> {
          try (var statement = connection.prepareStatement(scan.candidates())) {
            for (int i = 0; i < scan.parameters().size(); i++) {
              statement.setObject(i + 1, scan.parameters().get(i));
            }
            Set<UUID> ids = new HashSet<>();
            var rows = statement.executeQuery();
            while (rows.next()) {
              ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
          }
        });
  }

  private Set<UUID> jobs(Caller caller) {
    Set<UUID> ids = new HashSet<>();
    store
        .query("select id from job where tenant = '%s'".formatted(caller.tenant()))
        .forEach(row -> ids.add(UUID.fromString(row.getFirst())));
    assertEquals(3, ids.size());
    return ids;
  }

  private List<List<String>> row(UUID id) {
    return store.query("select j::text from job j where id = '%s'".formatted(id));
  }
}
