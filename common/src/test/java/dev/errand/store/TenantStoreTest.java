package dev.errand.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.job.JobId;
import dev.errand.job.JobState;
import dev.errand.store.AttemptEnd.Call;
import dev.errand.store.Ending.Cause;
import dev.errand.store.NewJob.Key;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.files.FilePurgeStore;
import dev.errand.store.files.FileRecordStore;
import dev.errand.store.files.NewUpload;
import dev.errand.store.files.UploadStore;
import dev.errand.store.usage.UsageStore;
import dev.errand.testing.MigratedDatabase;
import dev.errand.testing.StoreFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A deleted tenant is erased, chunk by chunk, and nobody else is. */
class TenantStoreTest {

  private static final String GONE = "gone";
  private static final String OTHER = "other";
  private static final List<String> TABLES =
      List.of(
          "job",
          "job_request",
          "job_result",
          "attempt",
          "idempotency_key",
          "api_key",
          "file",
          "upload",
          "usage_ending");

  private final String url = MigratedDatabase.fresh();
  private final StoreFixture store = new StoreFixture(url);
  private final UsageStore usage = new UsageStore(store.database);
  private int jobs;

  @BeforeEach
  void twoTenants() {
    store.execute("insert into tenant (name) values ('gone'), ('other')");
  }

  @Test
  void onlyDeletedTenantsAreListed() {
    assertEquals(List.of(), store.tenants.deleted());
    delete();
    assertEquals(List.of(GONE), store.tenants.deleted());
  }

  @Test
  void nothingIsDoneToATenantThatIsNotDeleted() {
    fill(GONE);
    List<List<String>> before = counts();

    assertFalse(eraseAll(10));
    assertEquals(before, counts());
  }

  @Test
  void everythingOfADeletedTenantIsErasedAndNothingOfAnother() {
    fill(OTHER);
    List<List<String>> others = counts();
    fill(GONE);
    delete();

    assertTrue(eraseAll(10));

    assertEquals(others, counts());
    assertEquals(List.of(List.of(OTHER)), store.query("select distinct tenant from job"));
    assertEquals(List.of(), store.tenants.deleted());
    store.execute("insert into tenant (name) values ('gone')");
    assertFalse(eraseAll(10));
  }

  @Test
  void eachCallIsAChunk() {
    fill(GONE);
    delete();

    assertEquals(2, store.tenants.cancel(GONE, 2).size());
    assertEquals(1, store.tenants.cancel(GONE, 2).size());
    assertEquals(0, store.tenants.cancel(GONE, 2).size());
    assertEquals(3, store.tenants.eraseJobs(GONE, 3));
    assertEquals(1, store.tenants.eraseJobs(GONE, 3));
    assertEquals(1, store.tenants.eraseIdempotencyKeys(GONE, 1));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    assertEquals(1, store.tenants.eraseApiKeys(GONE, 1));
    assertEquals(1, store.tenants.eraseApiKeys(GONE, 1));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    assertEquals(1, store.tenants.deleteFiles(GONE, 1));
    assertEquals(1, store.tenants.deleteFiles(GONE, 10));
    assertEquals(0, store.tenants.deleteFiles(GONE, 10));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    forgetFiles();
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    assertEquals(1, store.tenants.eraseUploads(GONE, 1));
    assertEquals(1, store.tenants.eraseUploads(GONE, 10));
    assertEquals(0, store.tenants.eraseUploads(GONE, 10));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    assertEquals(2, usage.erase(GONE, 2));
    assertEquals(1, usage.erase(GONE, 2));
    assertTrue(store.tenants.erase(GONE, Duration.ZERO));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
  }

  @Test
  void jobsEndAsCancelledAndTheWorkersOfRunningOnesAreNotified() throws SQLException {
    try (Connection listener = DriverManager.getConnection(url);
        Statement statement = listener.createStatement()) {
      statement.execute("listen " + JobEvents.CANCELLED);
      UUID queued = submit(GONE, plan(null));
      UUID scheduled = submit(GONE, plan(Duration.ofHours(1)));
      UUID running = submit(GONE, plan(null), "running");
      claim("running");
      delete();

      List<Ending> ended = store.tenants.cancel(GONE, 10);

      assertEquals(
          Set.of(queued, scheduled, running),
          ended.stream().map(Ending::job).collect(Collectors.toSet()));
      ended.forEach(
          end -> {
            assertEquals(JobState.CANCELLED, end.state());
            assertEquals(Cause.CANCELLED, end.cause());
            assertEquals(GONE, end.tenant());
          });
      statement.execute("select 1");
      assertEquals(
          List.of(running.toString()),
          Arrays.stream(listener.unwrap(PGConnection.class).getNotifications())
              .map(PGNotification::getParameter)
              .toList());
      assertEquals(
          List.of(List.of(running.toString(), "cancelled", "w")),
          store.query("select job_id, outcome, worker from attempt"));
    }
  }

  @Test
  void theAnswerOfACancelledJobIsNotRecorded() {
    submit(GONE, plan(null), "running");
    Lease lease = claim("running").getFirst().lease();
    delete();
    store.tenants.cancel(GONE, 10);

    assertEquals(
        List.of(EndFate.LEASE_GONE),
        store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD))));
    assertEquals(1, store.tenants.eraseJobs(GONE, 10));
    assertEquals(
        List.of(EndFate.LEASE_GONE),
        store.leases.end("w", List.of(AttemptEnd.succeeded(lease, new byte[] {1}, Call.UNHEARD))));
    assertEquals(List.of(), store.query("select from attempt"));
  }

  @Test
  void whatAnotherReplicaHasLockedIsSkippedAndTheTenantStays() throws SQLException {
    fill(GONE);
    delete();
    store.tenants.cancel(GONE, 10);
    try (Connection replica = DriverManager.getConnection(url);
        Statement statement = replica.createStatement()) {
      replica.setAutoCommit(false);
      statement.execute("select from job where tenant = 'gone' limit 1 for update");

      assertEquals(3, store.tenants.eraseJobs(GONE, 10));
      store.tenants.eraseIdempotencyKeys(GONE, 10);
      store.tenants.eraseApiKeys(GONE, 10);
      assertFalse(store.tenants.erase(GONE, Duration.ZERO));
      replica.rollback();
    }
    assertTrue(eraseAll(10));
  }

  @Test
  void theTenantStaysWhileSubmissionsMayStillBeUnderWay() {
    delete();

    assertFalse(store.tenants.erase(GONE, Duration.ofMinutes(1)));
    submit(GONE, plan(null));
    assertFalse(store.tenants.erase(GONE, Duration.ZERO));
    assertTrue(eraseAll(1));
  }

  @Test
  void oldEntriesOfTheAuditLogArePurgedInChunks() {
    store.execute(
        """
        insert into audit (id, at, tenant, who, what, which, origin, details)
        select gen_random_uuid(), now() - n * interval '1 d', 'other', 'w', 'what', 'w', 'o', '{}'
        from generate_series(1, 5) n\
        """);

    assertEquals(2, store.audit.purge(Duration.ofHours(36), 2));
    assertEquals(2, store.audit.purge(Duration.ofHours(36), 10));
    assertEquals(0, store.audit.purge(Duration.ofHours(36), 10));
    assertEquals(List.of(List.of("1")), store.query("select count(*) from audit"));
  }

  /** A round of the dispatcher. */
  private boolean eraseAll(int limit) {
    untilNone(() -> store.tenants.cancel(GONE, limit).size());
    untilNone(() -> store.tenants.eraseJobs(GONE, limit));
    untilNone(() -> store.tenants.eraseIdempotencyKeys(GONE, limit));
    untilNone(() -> store.tenants.eraseApiKeys(GONE, limit));
    untilNone(() -> store.tenants.eraseUploads(GONE, limit));
    untilNone(() -> store.tenants.deleteFiles(GONE, limit));
    untilNone(() -> usage.erase(GONE, limit));
    forgetFiles();
    return store.tenants.erase(GONE, Duration.ZERO);
  }

  /** As the round of files does. */
  private void forgetFiles() {
    FilePurgeStore files = new FilePurgeStore(store.database);
    files.deleted("postgres", 100).forEach(file -> files.forget(file.content()));
  }

  private static void untilNone(IntSupplier chunk) {
    while (chunk.getAsInt() > 0) {
      // The next one.
    }
  }

  private void delete() {
    store.execute("update tenant set deleted_at = now() - interval '1 s' where name = 'gone'");
  }

  /**
   * A job that succeeded, and a running, a queued and a scheduled one; two files in progress, two
   * uploads in parts, two API keys.
   */
  private void fill(String tenant) {
    submit(tenant, plan(null), tenant);
    Lease done = claim(tenant).getFirst().lease();
    store.leases.end("w", List.of(AttemptEnd.succeeded(done, new byte[] {1}, Call.UNHEARD)));
    submit(tenant, plan(null), tenant);
    claim(tenant);
    submit(tenant, plan(null));
    submit(tenant, plan(Duration.ofHours(1)));
    for (int upload = 0; upload < 2; upload++) {
      new FileRecordStore(store.database).begin(StoreFixture.caller(tenant), "postgres");
      new UploadStore(store.database)
          .create(
              StoreFixture.caller(tenant),
              new NewUpload(1, "a", "batch", Optional.empty()),
              "postgres",
              Duration.ofHours(1));
    }
    for (String key : List.of("a", "b")) {
      store.execute(
          """
          insert into api_key (id, tenant, name, roles, hash, created_at, created_by)
          values ('%s', '%s', 'n', '{read}', '\\x00', now(), 'test')\
          """
              .formatted(tenant + key, tenant));
    }
  }

  private UUID submit(String tenant, Plan plan) {
    return submit(tenant, plan, "lane");
  }

  private UUID submit(String tenant, Plan plan, String lane) {
    byte[] number = {(byte) jobs};
    NewJob like = StoreFixture.newJob(plan);
    return store.submit(
        new NewJob(
            JobId.next(InstantSource.system()),
            tenant,
            lane,
            plan,
            like.request(),
            jobs++ % 4 == 0
                ? Optional.of(new Key("key" + jobs, number, number))
                : Optional.empty()));
  }

  private static Plan plan(Duration delay) {
    return new Plan(0, null, delay, null, 3, null);
  }

  private List<ClaimedJob> claim(String lane) {
    return store.leases.claim("w", StoreFixture.LEASE, Map.of(lane, 10), Long.MAX_VALUE);
  }

  private List<List<String>> counts() {
    return TABLES.stream()
        .map(
            table ->
                List.of(table, store.query("select count(*) from " + table).getFirst().getFirst()))
        .toList();
  }
}
