package dev.errand.testing;

import dev.errand.database.Database;
import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.store.Acceptance;
import dev.errand.store.Acceptance.Accepted;
import dev.errand.store.AuditStore;
import dev.errand.store.ClaimedJob;
import dev.errand.store.ClosureStore;
import dev.errand.store.DispatchStore;
import dev.errand.store.JobStore;
import dev.errand.store.LeaseStore;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Key;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.store.SubmitStore;
import dev.errand.store.TenantStore;
import dev.errand.store.WorkerBeat;
import dev.errand.tenant.Access;
import dev.errand.tenant.Caller;
import dev.errand.tenant.Limits;
import dev.errand.tenant.Right;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The stores on a fresh, migrated Postgres database, with helpers that create jobs in various
 * states.
 */
public final class StoreFixture {

  public static final String LANE = "default";
  public static final Duration LEASE = Duration.ofSeconds(30);

  public final Database database;
  public final SubmitStore submissions;
  public final JobStore jobs;
  public final LeaseStore leases;
  public final ClosureStore closures;
  public final DispatchStore dispatch;
  public final TenantStore tenants;
  public final AuditStore audit;

  public StoreFixture() {
    this(MigratedDatabase.fresh());
  }

  /** The stores on a migrated database. */
  public StoreFixture(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    database = new Database(source, 20, TestedTimeouts.defaults());
    submissions = new SubmitStore(database);
    jobs = new JobStore(database);
    leases = new LeaseStore(database);
    closures = new ClosureStore(database);
    dispatch = new DispatchStore(database);
    tenants = new TenantStore(database);
    audit = new AuditStore(database);
  }

  /** A caller of this tenant with all rights. */
  public static Caller caller(String tenant) {
    return new Caller(tenant, Access.OPEN, "test", EnumSet.allOf(Right.class), Limits.NONE);
  }

  /** A plan with this priority and default values. */
  public static Plan plan(int priority) {
    return new Plan(priority, null, null, null, 3, null);
  }

  /** A job in {@link #LANE}. */
  public static NewJob newJob(Plan plan) {
    return newJob(LANE, plan, Optional.empty());
  }

  /** A job of a lane, with or without an idempotency key. */
  public static NewJob newJob(String lane, Plan plan, Optional<Key> key) {
    byte[] body = "{\"model\": \"sim\"}".getBytes(StandardCharsets.UTF_8);
    return new NewJob(
        JobId.next(InstantSource.system()),
        "default",
        lane,
        plan,
        new Request(Endpoint.CHAT_COMPLETIONS, "sim", null, body),
        key);
  }

  /** Submits a job and returns its id. */
  public UUID submit(NewJob job) {
    Acceptance fate = submissions.accept(List.of(job)).getFirst();
    return ((Accepted) fate).id();
  }

  /** Submits a plain job and returns its id. */
  public UUID submit() {
    return submit(newJob(plan(0)));
  }

  /** A heartbeat of a worker with 10 slots that holds no lane back. */
  public static WorkerBeat beat(String worker) {
    return new WorkerBeat(worker, "default", "1.0", 10, 3, List.of(), false);
  }

  /** Claims up to {@code slots} jobs of {@link #LANE}. */
  public List<ClaimedJob> claim(String worker, int slots) {
    return leases.claim(worker, LEASE, Map.of(LANE, slots), Long.MAX_VALUE);
  }

  /** The rows of a query, each column as text. */
  public List<List<String>> query(String sql) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
            List<List<String>> all = new ArrayList<>();
            while (rows.next()) {
              List<String> row = new ArrayList<>();
              for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
              }
              all.add(row);
            }
            return all;
          }
        });
  }

  /** Runs a statement that returns nothing. */
  public void execute(String sql) {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** The state of a job, as text. */
  public String state(UUID id) {
    return query("select state from job where id = '%s'".formatted(id)).getFirst().getFirst();
  }
}
