package dev.errand.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.ProxiedDatabase;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Whatever the database does, there is a response within 10 s, and work resumes soon after it is
 * back.
 */
@QuarkusTest
@QuarkusTestResource(value = ProxiedDatabase.class, restrictToAnnotatedClass = true)
class DatabaseFaultsQuarkusTest {

  private static final Duration PROMISED = Duration.ofSeconds(10);
  private static final Duration BACK = Duration.ofSeconds(7);
  private static final String CUT_OFF_ALL =
      "select pg_terminate_backend(pid) from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid()";

  TcpProxy network;
  PGSimpleDataSource direct;

  @TestHTTPResource("/")
  URI server;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Answer(int status, Duration took, String body) {}

  @BeforeEach
  void fillThePool() throws Exception {
    await().atMost(Duration.ofSeconds(30)).until(() -> submit().status == 202);
    together(60, this::submit).forEach(answer -> assertEquals(202, answer.status));
    together(8, this::resume).forEach(answer -> assertEquals(200, answer.status));
  }

  @AfterEach
  void restore() {
    network.restore();
  }

  @Test
  void aBlackholeGetsAResponseInTimeAndWorkContinuesAfterIt() throws Exception {
    network.freeze();

    assertUnavailable(together(100, this::submit));
    assertUnavailable(together(100, this::list));
    assertUnavailable(together(40, this::pause));
    assertUnavailable(together(40, this::resume));
    assertTrue(get(Management.url("/q/health/live")).took.compareTo(Duration.ofSeconds(2)) < 0);
    assertEquals(200, get(Management.url("/q/health/live")).status);
    await().atMost(PROMISED).until(() -> get(Management.url("/q/health/ready")).status == 503);
    Answer ready = get(Management.url("/q/health/ready"));
    assertTrue(ready.took.compareTo(Duration.ofSeconds(2)) < 0, ready::toString);
    assertTrue(ready.body.contains("database"), ready.body);

    network.restore();
    awaitBack();
    await().atMost(BACK).until(() -> get(Management.url("/q/health/ready")).status == 200);
  }

  @Test
  void aLongUploadIntoABlackholeDoesNotWaitForEachOfItsCommits() throws Exception {
    int lines = 10_000;
    network.freeze();

    Answer answer = upload("{\"model\":\"gpt-5\",\"prompt\":\"p\"}\n".repeat(lines));

    assertEquals(200, answer.status);
    List<String> answers = answer.body.lines().toList();
    assertEquals(lines + 1, answers.size());
    assertEquals(
        List.of(answers.getLast()),
        answers.stream().filter(line -> !line.contains("\"status\":503")).toList());
    assertTrue(answer.took.compareTo(Duration.ofSeconds(25)) < 0, () -> "took " + answer.took);
    network.restore();
    awaitBack();
  }

  @Test
  void aRestartCostsAtMostOneRequestForAllTheConnectionsOfThePool() throws Exception {
    sql(CUT_OFF_ALL);

    int failed = 0;
    for (int i = 0; i < 40; i++) {
      if (list().status != 200) {
        failed++;
      }
    }

    assertTrue(failed <= 2, "failed: " + failed);
    assertEquals(200, pause().status);
    assertEquals(200, resume().status);
  }

  @Test
  void aLockedTableIsAnsweredInTime() throws Exception {
    try (Connection holder = direct.getConnection()) {
      holder.setAutoCommit(false);
      execute(holder, "lock table job in access exclusive mode");

      assertSays("waited too long for a lock", together(60, this::submit));
      assertSays("waited too long for a lock", together(60, this::list));
      assertSays("waited too long for a lock", together(8, () -> get("/v1/lanes")));

      holder.rollback();
    }
    awaitBack();
  }

  @Test
  void aLockedPauseIsAnsweredInTime() throws Exception {
    try (Connection holder = direct.getConnection()) {
      holder.setAutoCommit(false);
      execute(holder, "lock table lane_pause in access exclusive mode");

      assertSays("waited too long for a lock", together(40, this::pause));
      assertSays("waited too long for a lock", together(40, this::resume));

      holder.rollback();
    }
    awaitBack();
    assertEquals(200, pause().status);
    assertEquals(200, resume().status);
  }

  @Test
  void aPauseThatCantBeAuditedIsNone() throws Exception {
    sql("alter table audit rename to audit_away");
    try {
      assertEquals(503, pause().status);
    } finally {
      sql("alter table audit_away rename to audit");
    }
    assertTrue(get("/v1/lanes").body.contains("\"pause\":null"));
  }

  @Test
  void aStatementThatTakesTooLongIsAnsweredInTime() throws Exception {
    withTrigger(
        "perform pg_sleep(60)", () -> assertSays("took too long", together(30, this::submit)));
    awaitBack();
  }

  @Test
  void aFullDiskIsNotAvailable() throws Exception {
    withTrigger(
        "raise exception 'could not extend file' using errcode = 'disk_full'",
        () -> assertSays("out of disk space", together(30, this::submit)));
    awaitBack();
  }

  @Test
  void aServerThatBecameAStandbyIsUnavailableAndItsConnectionsAreDropped() throws Exception {
    readOnly(true);
    try {
      sql(CUT_OFF_ALL);
      await().atMost(BACK).until(() -> submit().status == 503);
      assertUnavailable(together(20, this::submit));
      await()
          .atMost(BACK)
          .until(() -> get(Management.url("/q/health/ready")).body.contains("standby"));
    } finally {
      readOnly(false);
    }
    // The connections stay open, but their new transactions are read-only.
    awaitBack();
  }

  private void awaitBack() throws Exception {
    await().atMost(BACK).until(() -> submit().status == 202);
    together(30, this::submit).forEach(answer -> assertEquals(202, answer.status));
  }

  /** Each response names the cause: some name this one, and none an unreachable database. */
  private static void assertSays(String trouble, List<Answer> answers) {
    assertUnavailable(answers);
    assertTrue(answers.stream().anyMatch(it -> it.body.contains(trouble)), answers::toString);
    assertTrue(
        answers.stream().noneMatch(it -> it.body.contains("cannot be reached")), answers::toString);
  }

  private static void assertUnavailable(List<Answer> answers) {
    for (Answer answer : answers) {
      assertEquals(503, answer.status, answer::toString);
      assertTrue(answer.took.compareTo(PROMISED) < 0, answer::toString);
      assertTrue(answer.body.contains("urn:errand:problem:unavailable"), answer.body);
    }
  }

  private Answer submit() throws Exception {
    return send(
        HttpRequest.newBuilder(server.resolve("/v1/jobs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"model\":\"gpt-5\",\"prompt\":\"p\"}")));
  }

  private Answer upload(String lines) throws Exception {
    return send(
        HttpRequest.newBuilder(server.resolve("/v1/jobs/bulk"))
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines)));
  }

  private Answer pause() throws Exception {
    return send(
        HttpRequest.newBuilder(server.resolve("/v1/lanes/default/pause"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"reason\":\"r\"}")));
  }

  private Answer resume() throws Exception {
    return send(
        HttpRequest.newBuilder(server.resolve("/v1/lanes/default/resume"))
            .POST(BodyPublishers.noBody()));
  }

  private Answer list() throws Exception {
    return get("/v1/jobs?limit=1");
  }

  private Answer get(String path) throws Exception {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<String> response =
        http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    return new Answer(
        response.statusCode(), Duration.ofNanos(System.nanoTime() - began), response.body());
  }

  private static List<Answer> together(int count, Callable<Answer> request) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sent.add(threads.submit(request));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : sent) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void withTrigger(String body, Step step) throws Exception {
    sql(
        "create function fault() returns trigger language plpgsql as 'begin %s; return new; end'"
            .formatted(body.replace("'", "''")));
    sql("create trigger fault before insert on job for each row execute function fault()");
    try {
      step.run();
    } finally {
      sql("drop trigger fault on job");
      sql("drop function fault");
    }
  }

  private void readOnly(boolean on) throws SQLException {
    sql(
        "alter database %s set default_transaction_read_only = %s"
            .formatted(direct.getDatabaseName(), on));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = direct.getConnection()) {
      execute(connection, "set default_transaction_read_only = off");
      execute(connection, statement);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
