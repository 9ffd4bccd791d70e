package dev.errand.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.database.Database;
import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.simulator.answer.Answers;
import dev.errand.simulator.answer.CallLedger;
import dev.errand.store.DispatchStore;
import dev.errand.store.JobStore;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.store.SubmitStore;
import dev.errand.tenant.Caller;
import dev.errand.testing.MigratedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(MigratedDatabase.class)
@QuarkusTestResource(SimulatedProvider.class)
class WorkerQuarkusTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Inject SubmitStore submissions;
  @Inject JobStore jobs;
  @Inject DispatchStore dispatch;
  @Inject HintPublisher broker;
  @Inject Database database;

  @AfterEach
  void openTheLanes() {
    execute("delete from lane_closure");
    execute("delete from model_closure");
  }

  @Test
  void runsAJobAndRecordsTheProvidersAnswer() {
    UUID id = submit("sim", 3);

    awaitState(id, "succeeded");

    String answer = one("select convert_from(body, 'UTF8') from job_result where job_id = ?", id);
    assertTrue(answer.contains(Answers.textFor(prompt(id)).substring(0, 20)), answer);
    assertEquals("succeeded", one("select outcome from attempt where job_id = ?", id));
    assertEquals(1, SimulatedProvider.simulator().calls().count(prompt(id)));
  }

  @Test
  void saysHowItIsWithItsHeartbeats() {
    await()
        .atMost(SOON)
        .until(
            () ->
                all(
                    "select pool from worker where slots = 20 and not draining and due_at > now()"
                        + " and version <> '' and ?::uuid is not null",
                    UUID.randomUUID()),
            List.of("default")::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "sim-400,           failed,    1, provider_error",
    "sim-quota,         failed,    1, quota_exceeded",
    "sim-html,          failed,    1, invalid_answer",
    "sim-null,          failed,    1, invalid_answer",
    "sim-inner-400,     failed,    1, provider_error",
    "sim-empty,         failed,    2, invalid_answer",
    "sim-nothing,       failed,    2, invalid_answer",
    "sim-malformed,     failed,    2, invalid_answer",
    "sim-halfstream,    failed,    2, invalid_answer",
    "sim-half,          failed,    2, provider_error",
    "sim-inner-502,     failed,    2, provider_error",
    "sim-errorbody,     failed,    2, provider_error",
    "sim-redirect,      failed,    1, provider_error",
    "sim-big-5m,        failed,    1, answer_too_large",
    "sim-500,           failed,    2, provider_error",
    "sim-reset,         failed,    2, connection",
    "sim-truncated,     failed,    2, connection"
  })
  void aFaultEndsAsDocumented(String model, String outcome, int calls, String error) {
    UUID id = submit(model, 2);

    awaitState(id, "failed");

    assertEquals(error, one("select error_type from job_result where job_id = ?", id));
    assertEquals(
        List.of(outcome), all("select distinct outcome from attempt where job_id = ?", id));
    assertEquals(calls, SimulatedProvider.simulator().calls().count(prompt(id)));
  }

  @ParameterizedTest
  @CsvSource({
    "sim,          stop",
    "sim-stream,   stop",
    "sim-nan,      stop",
    "sim-badutf8,  stop",
    "sim-cutoff,   length",
    "sim-filtered, content_filter"
  })
  void anAnswerIsRecordedAsJsonWithWhyItEnded(String model, String finishReason) {
    UUID id = submit(model, 1);

    awaitState(id, "succeeded");

    assertEquals(finishReason, one("select finish_reason from job where id = ?", id));
    String text =
        one(
            "select convert_from(body, 'UTF8')::json #>> '{choices,0,message,content}'"
                + " from job_result where job_id = ?",
            id);
    assertEquals(Answers.textFor(prompt(id)), text);
    assertEquals(1, SimulatedProvider.simulator().calls().count(prompt(id)));
  }

  @Test
  void aFaultThatPassesIsOutlived() {
    UUID id = submit("sim-flaky-2", 3);

    awaitState(id, "succeeded");

    assertEquals(
        List.of("failed", "failed", "succeeded"),
        all("select outcome from attempt where job_id = ? order by number", id));
  }

  @Test
  void aThrottledJobClosesItsModelAndComesBackUnspent() {
    UUID id = submit("sim-throttle-1-retry-1s", 1);

    await().atMost(SOON).until(() -> "scheduled".equals(state(id)));
    assertEquals(
        "rate",
        one(
            "select reason from model_closure where model like '%throttle%' and lane <> ?::text",
            id));

    awaitState(id, "succeeded");
    assertEquals(
        List.of("throttled", "succeeded"),
        all("select outcome from attempt where job_id = ? order by number", id));
  }

  @Test
  void aCallWithoutAnAnswerInTimeIsDropped() {
    UUID id = submit("sim-hang", new Plan(0, null, null, null, 1, 1));

    awaitState(id, "failed");

    assertEquals("timed_out", one("select outcome from attempt where job_id = ?", id));
    await()
        .atMost(SOON)
        .until(() -> SimulatedProvider.simulator().calls().closedByClient(prompt(id)) == 1);
  }

  @Test
  void cancelDropsTheUpstreamConnectionWithinTwoSeconds() {
    UUID id = submit("sim-hang", 3);
    await().atMost(SOON).until(() -> called(id));

    Instant cancelled = Instant.now();
    jobs.cancel(Caller.open(), id);

    await()
        .atMost(SOON)
        .until(() -> SimulatedProvider.simulator().calls().closedByClient(prompt(id)) == 1);
    Instant closed = SimulatedProvider.simulator().calls().lastClosedAt(prompt(id)).orElseThrow();
    assertTrue(
        Duration.between(cancelled, closed).compareTo(Duration.ofSeconds(2)) < 0,
        () -> "cancelled %s, closed %s".formatted(cancelled, closed));
    assertEquals("cancelled", state(id));
    assertEquals(List.of("cancelled"), all("select outcome from attempt where job_id = ?", id));
  }

  @Test
  void aWorkerThatLostItsLeaseDropsTheCallAndRecordsNothing() {
    UUID id = submit("sim-hang", new Plan(0, null, null, null, 1, null));
    await().atMost(SOON).until(() -> called(id));

    // As if the worker had stopped responding: the heartbeat must not win the row back.
    await()
        .atMost(SOON)
        .until(
            () -> {
              execute(
                  "update job set lease_until = now() - interval '1 s' where state = 'running'");
              return dispatch.reclaim(100).ended().stream().anyMatch(end -> end.job().equals(id));
            });

    await()
        .atMost(SOON)
        .until(() -> SimulatedProvider.simulator().calls().closedByClient(prompt(id)) == 1);
    assertEquals(List.of("lost"), all("select outcome from attempt where job_id = ?", id));
  }

  @Test
  void neverHasMoreCallsInFlightThanSlots() {
    List<UUID> ids = Stream.generate(() -> submit("sim-hang", 1)).limit(60).toList();
    CallLedger calls = SimulatedProvider.simulator().calls();
    await().atMost(PATIENCE).until(() -> calls.inFlight() >= 20);

    // A worker that claimed too many would have called them by then.
    await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> calls.inFlight() == 20);

    // The waiting ones first, so that no call makes room for one of them.
    ids.stream()
        .sorted(Comparator.comparing(this::called))
        .forEach(id -> jobs.cancel(Caller.open(), id));
    await().atMost(PATIENCE).until(() -> calls.inFlight() == 0);
    assertEquals(20, ids.stream().filter(this::called).count());
  }

  private boolean called(UUID id) {
    return SimulatedProvider.simulator().calls().count(prompt(id)) == 1;
  }

  private static String prompt(UUID id) {
    return "prompt " + id;
  }

  private UUID submit(String model, int maxAttempts) {
    return submit(model, new Plan(0, null, null, null, maxAttempts, null));
  }

  private UUID submit(String model, Plan plan) {
    UUID id = JobId.next(InstantSource.system());
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, prompt(id));
    Request request =
        new Request(Endpoint.CHAT_COMPLETIONS, model, null, body.getBytes(StandardCharsets.UTF_8));
    submissions.accept(
        List.of(new NewJob(id, "default", "default", plan, request, Optional.empty())));
    broker.publish("default", List.of(new Hint("default", id)));
    return id;
  }

  private void awaitState(UUID id, String state) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              dispatch.promoteDue(100);
              assertEquals(state, state(id));
            });
  }

  private String state(UUID id) {
    return one("select state from job where id = ?", id);
  }

  private String one(String sql, UUID id) {
    List<String> rows = all(sql, id);
    return rows.isEmpty() ? null : rows.getFirst();
  }

  private List<String> all(String sql, UUID id) {
    return database.statement(
        connection -> {
          try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            ResultSet rows = statement.executeQuery();
            List<String> values = new ArrayList<>();
            while (rows.next()) {
              values.add(rows.getString(1));
            }
            return values;
          }
        });
  }

  private void execute(String sql) {
    database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }
}
