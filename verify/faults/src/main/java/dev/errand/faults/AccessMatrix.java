package dev.errand.faults;

import dev.errand.client.Submission;
import dev.errand.rig.Waiting;
import dev.errand.rig.wire.Halt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Strikes a part while keys are created and revoked and tenants are deleted: what the administrator
 * was told holds, each change is audited with it, and of a deleted tenant nothing remains.
 */
final class AccessMatrix {

  /** Of the first key, which the world's services must know. */
  private static final String BOOTSTRAP = "bootstrap-key-of-the-faults-012345";

  /** Keys are asked for, tenants are erased in chunks, and their names are free soon. */
  static final List<String> SETTINGS =
      List.of(
          "errand.access=keys",
          "errand.access.bootstrap-key=" + BOOTSTRAP,
          "errand.api.body-timeout=5S",
          "errand.database.timeout.caller=3S",
          "errand.api.dispatch.erase=1S",
          "errand.api.dispatch.batch=4");

  private static final int JOBS = 10;
  private static final int UNAUTHORIZED = 401;
  private static final int FOUND = 200;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final Duration SOON = Duration.ofSeconds(60);

  /** By then each replica knows, even if the announcement was lost with its connection. */
  private static final Duration KNOWN = Duration.ofSeconds(11);

  private final World world;
  private final Administrator admin;
  private final List<String> violations = new ArrayList<>();
  private int cases;

  AccessMatrix(World world) {
    this.world = world;
    this.admin = new Administrator(world.api().uri(), BOOTSTRAP);
  }

  /** At which moment. */
  enum Moment {
    CREATION_BEGINS("before a key is created"),
    CREATION_COMMITTED("key created, before the API knows"),
    REVOCATION_BEGINS("before a key is revoked"),
    REVOCATION_COMMITTED("key revoked, before the API knows"),
    DELETION_BEGINS("before a tenant is deleted"),
    DELETION_COMMITTED("tenant deleted, before the API knows"),
    JOBS_CANCELLED("a deleted tenant's first jobs are cancelled"),
    JOBS_ERASED("a deleted tenant's first jobs are erased");

    private final String text;

    Moment(String text) {
      this.text = text;
    }

    /** Its name in tables. */
    String text() {
      return text;
    }

    /** Of a transaction: its last statement, or what ends it. Else the words of one statement. */
    private Halt halt() {
      return switch (this) {
        case CREATION_BEGINS, REVOCATION_BEGINS, DELETION_BEGINS ->
            Halt.before("insert into audit");
        case CREATION_COMMITTED, REVOCATION_COMMITTED, DELETION_COMMITTED -> Halt.after("COMMIT");
        case JOBS_CANCELLED -> Halt.after("from stopped)");
        case JOBS_ERASED -> Halt.after("from job_request r cross join");
      };
    }
  }

  /** SIGKILL at a moment, and a new process soon after. */
  CaseResult kill(Moment moment, Part victim) throws InterruptedException {
    violations.clear();
    String tenant = "tenant-" + ++cases;
    admin.createTenant(tenant);
    Instant end =
        switch (moment) {
          case CREATION_BEGINS, CREATION_COMMITTED -> creation(moment, victim, tenant);
          case REVOCATION_BEGINS, REVOCATION_COMMITTED -> revocation(moment, victim, tenant);
          default -> deletion(moment, victim, tenant);
        };
    Duration recovery = Duration.between(end, Instant.now());
    return new CaseResult(
        moment.text, victim.text(), 0, 0, 0, 0, 0, recovery, List.copyOf(violations));
  }

  /** A key that nobody was told of may be there, too, audited like any other. */
  private Instant creation(Moment moment, Part victim, String tenant) throws InterruptedException {
    Struck<Administrator.Key> struck =
        struck(moment, victim, () -> admin.createKey(tenant, "submit", "read"));
    hold(statusWith(struck.told.secret()) == FOUND, "the key that was told lets nobody in");
    long keys = count("api_key where tenant = '%s'".formatted(tenant));
    long audited =
        count("audit where what = 'key.create' and details->>'tenant' = '%s'".formatted(tenant));
    hold(keys == audited, "%d keys, %d audited".formatted(keys, audited));
    long most = moment == Moment.CREATION_BEGINS ? 1 : 2;
    hold(keys >= 1 && keys <= most, keys + " keys");
    return struck.end;
  }

  private Instant revocation(Moment moment, Part victim, String tenant)
      throws InterruptedException {
    Administrator.Key key = admin.createKey(tenant, "submit", "read");
    hold(statusWith(key.secret()) == FOUND, "a new key lets nobody in");
    Struck<Integer> struck = struck(moment, victim, () -> admin.revoke(key));
    holdSoon(
        KNOWN, () -> statusWith(key.secret()) == UNAUTHORIZED, "a revoked key lets somebody in");
    long audited = count("audit where what = 'key.revoke' and which = '%s'".formatted(key.id()));
    hold(audited == 1, audited + " revocations audited");
    return struck.end;
  }

  private Instant deletion(Moment moment, Part victim, String tenant) throws InterruptedException {
    Administrator.Key key = admin.createKey(tenant, "submit", "read");
    submit(new Load(world.api().uri(), key.secret()), tenant);
    Struck<Integer> struck = struck(moment, victim, () -> admin.deleteTenant(tenant));
    hold(struck.told == ACCEPTED || struck.told == NOT_FOUND, "told " + struck.told);
    holdSoon(
        KNOWN,
        () -> statusWith(key.secret()) >= UNAUTHORIZED,
        "a deleted tenant's key lets somebody in");
    holdSoon(
        SOON, () -> world.simulator().calls().inFlight() == 0, "calls go on for a deleted tenant");
    holdSoon(
        SOON,
        () -> admin.status("/v1/tenants/" + tenant) == NOT_FOUND,
        "the tenant is still there");
    holdNothingRemains(tenant);
    admin.createTenant(tenant);
    return struck.end;
  }

  /** Jobs that run and jobs that wait. */
  private void submit(Load load, String tenant) {
    load.submit(tenant + "-running", JOBS, "sim-latency-60s").awaitAccepted();
    load.submit(
            tenant + "-scheduled",
            JOBS,
            prompt -> Submission.prompt("sim", prompt).delay(Duration.ofHours(1)))
        .awaitAccepted();
    Waiting.until(
        "its calls are under way", STEP, () -> world.simulator().calls().inFlight() == JOBS);
  }

  private void holdNothingRemains(String tenant) {
    for (String table : List.of("job", "job_request", "idempotency_key", "api_key")) {
      hold(count("%s where tenant = '%s'".formatted(table, tenant)) == 0, "left in " + table);
    }
    hold(count("job_result") + count("attempt") == 0, "results or attempts are left");
    long audited = count("audit where what = 'tenant.delete' and which = '%s'".formatted(tenant));
    hold(audited == 1, audited + " deletions audited");
  }

  /**
   * What the administrator was told, who goes on asking until then.
   *
   * @param end when all parts worked again
   */
  private record Struck<T>(T told, Instant end) {}

  private <T> Struck<T> struck(Moment moment, Part victim, Supplier<T> request)
      throws InterruptedException {
    Halt halt = world.apiNetwork().postgres().stopAt(moment.halt());
    CompletableFuture<T> told = CompletableFuture.supplyAsync(request, Thread::startVirtualThread);
    if (!halt.isReachedWithin(STEP)) {
      throw new IllegalStateException("not reached within " + STEP + ": " + moment);
    }
    world.kill(victim);
    halt.drop();
    world.revive(victim);
    Instant end = Instant.now();
    return new Struck<>(told.join(), end);
  }

  private int statusWith(String key) {
    return admin.with(key).status("/v1/jobs");
  }

  private void holdSoon(Duration limit, BooleanSupplier condition, String otherwise) {
    hold(Waiting.holdsWithin(limit, condition), otherwise);
  }

  private void hold(boolean condition, String otherwise) {
    if (!condition) {
      violations.add(otherwise);
    }
  }

  private long count(String rows) {
    try (Connection connection = world.database().connect();
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("select count(*) from " + rows);
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
