package dev.errand.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.database.Database;
import dev.errand.job.Endpoint;
import dev.errand.job.JobId;
import dev.errand.store.DispatchStore;
import dev.errand.store.NewJob;
import dev.errand.store.NewJob.Plan;
import dev.errand.store.NewJob.Request;
import dev.errand.store.SubmitStore;
import dev.errand.testing.MigratedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that throttle calls for seconds, as real ones do for minutes. */
@QuarkusTest
@QuarkusTestResource(MigratedDatabase.class)
@QuarkusTestResource(SimulatedProvider.class)
@TestProfile(LimitsQuarkusTest.ShortWindows.class)
class LimitsQuarkusTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Inject SubmitStore submissions;
  @Inject DispatchStore dispatch;
  @Inject Database database;

  /** The default pauses, shortened. */
  public static final class ShortWindows implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "errand.worker.throttle.cap", "1S",
          "errand.worker.throttle.daily-base", "0.2S",
          "errand.worker.throttle.daily-cap", "1S",
          "errand.worker.hold-back.base", "0.2S",
          "errand.worker.hold-back.cap", "1S",
          "errand.worker.retry.cap", "2S");
    }
  }

  @BeforeEach
  void forgetWhatWasBefore() {
    Stream.of("job", "job_request", "job_result", "attempt", "model_closure")
        .forEach(table -> execute("delete from " + table));
    SimulatedProvider.simulator().calls().reset();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim-429-until-6s",
        "sim-loading-until-6s",
        "sim-daily-until-6s",
        "sim-529-until-6s",
        "sim-498-until-6s",
        "sim-401-until-6s",
        "sim-429-retry-1s-until-6s",
        "sim-503-retry-1s-until-6s"
      })
  void temporaryThrottlesSpendNoAttempts(String model) {
    List<UUID> ids = submit(model, 30);

    awaitAll("succeeded", ids);

    assertEquals(List.of("1"), all("select distinct spent::text from job"));
    assertEquals(
        List.of("throttled"),
        all("select distinct outcome from attempt where outcome <> 'succeeded'"));
    assertEquals(
        all("select sum(throttles)::text from job"),
        all("select count(*)::text from attempt where outcome = 'throttled'"));
    // All concurrent calls, repeated ones that returned early, and the probes.
    long inVain = SimulatedProvider.simulator().calls().total() - ids.size();
    assertTrue(inVain <= 70, () -> inVain + " calls in vain");
  }

  @Test
  void aProviderThatRequestsNoPauseIsNotHammered() throws InterruptedException {
    submit("sim-429-retry-0ms", 1);
    await().atMost(PATIENCE).until(() -> SimulatedProvider.simulator().calls().total() == 1);

    // Time itself is what is tested here.
    long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    while (System.nanoTime() < end) {
      dispatch.promoteDue(10);
      Thread.sleep(50);
    }

    long calls = SimulatedProvider.simulator().calls().total();
    assertTrue(calls >= 2 && calls <= 10, () -> calls + " calls");
    assertEquals(List.of("0"), all("select spent::text from job"));
  }

  @Test
  void aThrottledModelDoesNotKeepOthersWaiting() {
    submit("sim-daily", 20);
    // The model is closed for a moment only.
    await()
        .atMost(PATIENCE)
        .until(
            () -> !all("select job_id::text from attempt where outcome = 'throttled'").isEmpty());

    List<UUID> others = submit("sim", 20);

    awaitAll("succeeded", others);
    // One of them may be running: the model's probe.
    assertEquals(List.of("20"), all("select count(*)::text from job where ended_at is null"));
    assertEquals(List.of(), all("select lane from lane_closure where closed_until > now()"));
  }

  @Test
  void anAccountWithoutMoneyEndsFewJobsAndTheOthersWait() {
    submit("sim-402-latency-50ms", 60);

    await()
        .atMost(PATIENCE)
        .until(() -> !all("select lane from lane_closure where reason = 'account'").isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() -> all("select id::text from job where state = 'running'").isEmpty());

    int failed = all("select id::text from job where state = 'failed'").size();
    assertTrue(failed >= 1 && failed <= 2, () -> failed + " jobs failed");
    assertEquals(List.of("quota_exceeded"), all("select distinct error_type from job_result"));
    // One of them may be running: the lane's probe.
    execute(
        "update job set state = 'cancelled', ended_at = now(), lease_owner = null,"
            + " lease_until = null where state <> 'failed'");
    awaitAll("succeeded", submit("sim", 1));
    assertEquals(List.of(), all("select lane from lane_closure where reason = 'account'"));
  }

  private List<UUID> submit(String model, int jobs) {
    List<NewJob> submitted =
        Stream.generate(() -> JobId.next(InstantSource.system()))
            .limit(jobs)
            .map(id -> job(id, model))
            .toList();
    submissions.accept(submitted);
    return submitted.stream().map(NewJob::id).toList();
  }

  private static NewJob job(UUID id, String model) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, id);
    return new NewJob(
        id,
        "default",
        "default",
        new Plan(0, null, null, null, 1, null),
        new Request(Endpoint.CHAT_COMPLETIONS, model, null, body.getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  private void awaitAll(String state, List<UUID> ids) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              dispatch.promoteDue(1000);
              List<String> in = all("select id::text from job where state = '%s'".formatted(state));
              assertTrue(in.containsAll(ids.stream().map(UUID::toString).toList()), in::toString);
            });
  }

  private List<String> all(String sql) {
    return database.statement(
        connection -> {
          try (var statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
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
