package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.api.wait.JobWaiter;
import dev.errand.job.JobState;
import dev.errand.store.ClaimedJob;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class WaitQuarkusTest {

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  @Inject StoredJobs jobs;
  @Inject JobWaiter waiter;
  @Inject JobAnswers answers;
  @Inject MeterRegistry metrics;
  @Inject DataSource dataSource;
  @TestHTTPResource URI api;

  @Test
  void anEndIsReportedToWaitingClientsImmediately() {
    ClaimedJob job = jobs.running();
    CompletableFuture<Void> answered = answered(job.lease().job(), "succeeded");
    awaitWaiting(1);

    jobs.succeed(job, StoredJobs.ANSWER);

    answered.join();
  }

  /** Nothing else ends this wait before its time: the sweep finds a job that has not ended. */
  @Test
  void aNotificationEndsAWait() {
    UUID id = jobs.in(JobState.QUEUED);
    CompletableFuture<Void> answered = answered(id, "queued");
    awaitWaiting(1);

    execute("select pg_notify('errand_ended', ?::text)", id);

    answered.join();
  }

  @Test
  void anEndedJobIsNotWaitedFor() {
    get(jobs.in(JobState.SUCCEEDED), "wait=60")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=60")
        .body("state", is("succeeded"))
        .body("output_text", is("Paris"));
  }

  @Test
  void afterTheWaitTheCurrentStateIsShown() {
    UUID id = jobs.in(JobState.QUEUED);
    get(id, "respond-async, wait=\"1\"")
        .then()
        .statusCode(200)
        .header("Preference-Applied", "wait=1")
        .header("Retry-After", "1")
        .body("state", is("queued"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=x", "wait", "respond-async", "wait=-5", ";;,=,\""})
  void aWaitThatMakesNoSenseIsIgnored(String prefer) {
    get(jobs.in(JobState.QUEUED), prefer)
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue());
  }

  @Test
  void anUnknownIdIsNotWaitedFor() {
    get(UUID.randomUUID(), "wait=60").then().statusCode(404);
  }

  @Test
  void aKnownStateIsWaitedOutAndThenNotSentAgain() {
    UUID id = jobs.in(JobState.RUNNING);
    known(id, "W/\"1.1.running\"", "wait=1")
        .then()
        .statusCode(304)
        .header("Preference-Applied", "wait=1")
        .header("ETag", "W/\"1.1.running\"");
  }

  @Test
  void aKnownStateIsWaitedOutUntilTheEnd() {
    ClaimedJob job = jobs.running();
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(
            () -> known(job.lease().job(), "W/\"1.1.running\"", "wait=60"), THREADS);
    awaitWaiting(1);
    jobs.succeed(job, StoredJobs.ANSWER);
    answer.join().then().statusCode(200).body("state", is("succeeded"));
  }

  @Test
  void aDeleteEndsAWaitToo() {
    ClaimedJob job = jobs.running();
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> get(job.lease().job(), "wait=60"), THREADS);
    awaitWaiting(1);
    jobs.jobs.cancel(Caller.open(), job.lease().job());
    jobs.jobs.delete(Caller.open(), "10.1.2.3", job.lease().job());
    assertTrue(List.of(200, 404).contains(answer.join().statusCode()));
  }

  @Test
  void aMissedNotificationIsCompensated() {
    UUID id = jobs.in(JobState.QUEUED);
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> get(id, "wait=60"), THREADS);
    awaitWaiting(1);
    endWithoutNotification(id);
    answer.orTimeout(5, TimeUnit.SECONDS).join().then().body("state", is("cancelled"));
  }

  @Test
  void anEndBeforeTheWaitIsNotMissed() {
    // Sweeps alone, one per second, would take far longer.
    long start = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      UUID id = jobs.in(JobState.CANCELLED);
      waiter.ended(id, Duration.ofMinutes(1)).toCompletableFuture().join();
    }
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void aClientThatDisconnectsLeavesNothingBehind() throws Exception {
    UUID id = jobs.in(JobState.QUEUED);
    try (Socket client = new Socket(api.getHost(), api.getPort())) {
      String request =
          "GET /v1/jobs/%s HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=60\r\n\r\n".formatted(id);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      awaitWaiting(1);
    }
    awaitWaiting(0);
  }

  @Test
  void aSubmissionMayWaitToo() {

    ClaimedJob job = jobs.running();
    UUID id = job.lease().job();
    assertEquals(202, submitted(id, Duration.ofSeconds(1)));
    jobs.succeed(job, StoredJobs.ANSWER);
    assertEquals(200, submitted(id, Duration.ofSeconds(60)));
  }

  private int submitted(UUID id, Duration wait) {
    return answers.submitted(Caller.open(), id, wait).await().indefinitely().getStatus();
  }

  /** Fails if the response is sent only because the wait has timed out. */
  private static CompletableFuture<Void> answered(UUID id, String state) {
    return CompletableFuture.runAsync(
            () -> get(id, "wait=60").then().statusCode(200).body("state", is(state)), THREADS)
        .orTimeout(50, TimeUnit.SECONDS);
  }

  private void awaitWaiting(int count) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(40))
        .until(() -> metrics.get("errand.api.waiting").gauge().value() == count);
  }

  private void endWithoutNotification(UUID id) {
    execute("update job set state = 'cancelled', ended_at = now() where id = ?", id);
  }

  private void execute(String sql, UUID id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.execute();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Response get(UUID id, String prefer) {
    return given().header("Prefer", prefer).get("/v1/jobs/{id}", id);
  }

  private static Response known(UUID id, String tag, String prefer) {
    return given().header("If-None-Match", tag).header("Prefer", prefer).get("/v1/jobs/{id}", id);
  }
}
