package dev.errand.api.jobs;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.testing.StoredJobs;
import dev.errand.job.JobState;
import dev.errand.tenant.Caller;
import dev.errand.testing.EmbeddedDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(ManyWaitersQuarkusTest.SmallPool.class)
class ManyWaitersQuarkusTest {

  private static final int WAITERS = 500;

  @Inject StoredJobs jobs;
  @Inject MeterRegistry metrics;
  @TestHTTPResource URI api;

  public static class SmallPool implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.datasource.jdbc.max-size", "8", "errand.api.waiting.limit", "" + WAITERS);
    }
  }

  @Test
  void manyMayWaitWhileFewConnectionsServeAllOthers() {
    List<UUID> waited = Stream.generate(() -> jobs.in(JobState.QUEUED)).limit(WAITERS).toList();
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          waited.stream().map(id -> waitForEnd(client, id)).toList();
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> metrics.get("errand.api.waiting").gauge().value() == WAITERS);
      othersAreServed();
      oneMoreIsAnsweredAtOnce(client);
      waited.forEach(id -> jobs.jobs.cancel(Caller.open(), id));
      answers.forEach(
          answer -> assertTrue(answer.join().body().contains("\"state\":\"cancelled\"")));
    }
    await().until(() -> metrics.get("errand.api.waiting").gauge().value() == 0);
  }

  private void othersAreServed() {
    for (int i = 0; i < 50; i++) {
      given().get("/v1/jobs/{id}", jobs.in(JobState.SUCCEEDED)).then().statusCode(200);
    }
  }

  private void oneMoreIsAnsweredAtOnce(HttpClient client) {
    HttpResponse<String> answer = wait(client, jobs.in(JobState.QUEUED)).join();
    assertTrue(answer.body().contains("\"state\":\"queued\""), answer::body);
  }

  /**
   * Like clients: a wait that ends before the job is followed by another, and so is one for which
   * the service was too busy, as it may be when all of them come in the same second.
   */
  private CompletableFuture<HttpResponse<String>> waitForEnd(HttpClient client, UUID id) {
    return wait(client, id)
        .thenCompose(
            answer ->
                answer.statusCode() == 503 || answer.body().contains("\"state\":\"queued\"")
                    ? waitForEnd(client, id)
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletableFuture<HttpResponse<String>> wait(HttpClient client, UUID id) {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve("/v1/jobs/" + id))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Prefer", "wait=60")
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }
}
