package dev.errand.api.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.errand.api.testing.Keys;
import dev.errand.api.testing.OpenAiService;
import dev.errand.api.testing.StoredJobs;
import dev.errand.api.testing.Submitted;
import dev.errand.job.Failure;
import dev.errand.job.Outcome;
import dev.errand.job.ProviderError;
import dev.errand.job.ProviderError.Header;
import dev.errand.job.Usage;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.testing.EmbeddedDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls through the queue; the test is the worker. */
@QuarkusTest
@TestProfile(OpenAiService.class)
@QuarkusTestResource(EmbeddedDatabase.class)
class OpenAiCallsQuarkusTest {

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);
  private static final String CHAT = "/v1/chat/completions";
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String READ_TIMEOUT = "x-stainless-read-timeout";
  private static final String REQUEST =
      "{ \"model\": \"chat-1\",\n \"messages\": [], \"n\": 1.50, \"made_up\": null }";

  @Inject StoredJobs jobs;
  @Inject Submitted submitted;
  @Inject MeterRegistry metrics;
  @TestHTTPResource URI api;

  private String tenant;
  private String key;

  @BeforeEach
  void key() {
    tenant = Keys.tenant();
    key = Keys.create(tenant, "submit", "read").key();
  }

  @Test
  void theAnswerIsTheProvidersByteForByte() {
    String answer = "{\"id\": \"c1\",  \"choices\": [ ], \"score\": 1.50, \"ü\": \"\\u00fc\"}";
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);

    jobs.succeed(job, answer);

    Response response = ended(call);
    response
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("Errand-Job-Id", equalTo(job.lease().job().toString()))
        .header("Errand-Provider-Request-Id", equalTo("req_1"))
        .header("x-request-id", matchesPattern("req_[0-9a-f]{32}"))
        .header("x-should-retry", nullValue());
    assertArrayEquals(answer.getBytes(UTF_8), response.asByteArray());
    assertEquals(REQUEST, submitted.body(job.lease().job().toString()));
  }

  @Test
  void aCallIsAnOrdinaryJob() {
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);

    with().get("/v1/jobs/" + job.lease().job()).then().body("state", equalTo("running"));

    jobs.succeed(job, StoredJobs.ANSWER);
    ended(call);
    with()
        .get("/v1/jobs/" + job.lease().job())
        .then()
        .body("state", equalTo("succeeded"))
        .body("endpoint", equalTo(CHAT))
        .body("priority", equalTo(0))
        .body("output_text", equalTo("Paris"));
  }

  @Test
  void aFailedCallHasTheProvidersStatusAndIsNotSentAgain() {
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);

    jobs.fail(job);

    Response response = ended(call);
    response
        .then()
        .statusCode(404)
        .header("x-should-retry", equalTo("false"))
        .header("Errand-Job-Id", equalTo(job.lease().job().toString()))
        .body("error.message", equalTo("no such model"))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("provider_error"));
    assertEquals(
        Set.of("message", "type", "param", "code"),
        response.<Map<String, Object>>path("error").keySet());
  }

  @Test
  void aProvidersErrorIsPassedOnAsSent() {
    String error =
        "{\"error\": {\"message\": \"ü\",  \"type\": \"tokens\", \"param\": null, \"code\": 1.0}}";
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);

    jobs.end(
        AttemptEnd.failed(
            job.lease(),
            Outcome.FAILED,
            new Failure(Failure.Type.RATE_LIMITED, "ü (1.0)"),
            new AttemptEnd.Call(429, "req_9", Usage.UNKNOWN)
                .refused(
                    new ProviderError(
                        error,
                        List.of(
                            new Header("retry-after", "7"),
                            new Header("x-ratelimit-remaining-tokens", "0"))))));

    Response response = ended(call);
    response
        .then()
        .statusCode(429)
        .contentType("application/json")
        .header("Retry-After", equalTo("7"))
        .header("x-ratelimit-remaining-tokens", equalTo("0"))
        .header("x-should-retry", equalTo("false"));
    assertArrayEquals(error.getBytes(UTF_8), response.asByteArray());
  }

  @Test
  void aCancelledCallIsNotSentAgain() {
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);

    with().post("/v1/jobs/" + job.lease().job() + "/cancel").then().statusCode(200);

    ended(call)
        .then()
        .statusCode(409)
        .header("x-should-retry", equalTo("false"))
        .body("error.code", equalTo("cancelled"));
  }

  @Test
  void theWaitEndsBeforeTheClientsAndCancelsTheCall() {
    Response response =
        ended(post(CHAT, "{\"model\": \"left-1\"}", with().header(READ_TIMEOUT, "1")));

    response
        .then()
        .statusCode(504)
        .header("x-should-retry", equalTo("false"))
        .header("Retry-After", nullValue())
        .body("error.type", equalTo("server_error"))
        .body("error.code", equalTo("call_not_ended"))
        .body("error.message", containsString("it was cancelled"));
    assertEquals("cancelled", state(response.header("Errand-Job-Id")));
  }

  @Test
  void aCallWithAnIdempotencyKeyGoesOnAndIsFoundBySendingItAgain() {
    String request = "{\"model\": \"org/named:8b\", \"messages\": []}";
    Response late = ended(post(CHAT, request, named("late").header(READ_TIMEOUT, "1")));
    late.then().statusCode(504).header("x-should-retry", equalTo("true"));
    assertEquals("queued", state(late.header("Errand-Job-Id")));

    CompletableFuture<Response> again = post(CHAT, request, named("late"));
    ClaimedJob job = claimed(OpenAiService.LANE);
    jobs.succeed(job, StoredJobs.ANSWER);

    ended(again)
        .then()
        .statusCode(200)
        .header("Errand-Job-Id", equalTo(late.header("Errand-Job-Id")))
        .body("choices[0].message.content", equalTo("Paris"));
  }

  @Test
  void anIdempotencyKeyOfAnotherCallIsRejected() {
    String request = "{\"model\": \"left-2\"}";
    ended(post(CHAT, request, named("one").header(READ_TIMEOUT, "1"))).then().statusCode(504);

    ended(post(EMBEDDINGS, request, named("one")))
        .then()
        .statusCode(422)
        .body("error.code", equalTo("key_reused"));
  }

  @Test
  void aClientThatDisconnectsCancelsItsCall() throws IOException {
    ClaimedJob job;
    try (Socket client = calling()) {
      job = claimed(OpenAiService.LANE);
      // Later than the look for those that disconnect early.
      await()
          .pollDelay(Duration.ofMillis(1500))
          .until(() -> metrics.get("errand.api.waiting").gauge().value() == 1);
    }
    awaitCancelled(job);
  }

  /** It may disconnect before the wait has begun. */
  @Test
  void aClientThatDisconnectsAtOnceCancelsItsCallToo() throws IOException {
    ClaimedJob job;
    try (Socket client = calling()) {
      job = claimed(OpenAiService.LANE);
    }
    awaitCancelled(job);
  }

  private Socket calling() throws IOException {
    Socket client = new Socket(api.getHost(), api.getPort());
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type:"
            + " application/json\r\nContent-Length: %d\r\n\r\n%s";
    client
        .getOutputStream()
        .write(head.formatted(CHAT, key, REQUEST.length(), REQUEST).getBytes(US_ASCII));
    return client;
  }

  private void awaitCancelled(ClaimedJob job) {
    String id = job.lease().job().toString();
    await().atMost(Duration.ofSeconds(30)).until(() -> state(id).equals("cancelled"));
  }

  @Test
  void embeddingsAreConvertedIfTheClientAsksForBase64() {
    String answer = "{\"data\": [{\"embedding\": [1.0, -0.5]}], \"usage\": {\"total_tokens\": 2}}";
    for (Map.Entry<String, Object> expected :
        Map.<String, Object>of("base64", "AACAPwAAAL8=", "float", List.of(1.0f, -0.5f))
            .entrySet()) {
      String request =
          "{\"model\": \"chat-e\", \"input\": [[1, 2], [3]], \"encoding_format\": \"%s\"}"
              .formatted(expected.getKey());
      CompletableFuture<Response> call = post(EMBEDDINGS, request);
      jobs.succeed(claimed(OpenAiService.LANE), answer);

      ended(call)
          .then()
          .statusCode(200)
          .body("data[0].embedding", equalTo(expected.getValue()))
          .body("usage.total_tokens", equalTo(2));
    }
  }

  @Test
  void aKeyOfLowPriorityMayCallToo() {
    key =
        Keys.create(
                Map.of(
                    "name",
                    "k",
                    "tenant",
                    tenant,
                    "roles",
                    List.of("submit", "read"),
                    "highest_priority",
                    -20))
            .key();
    CompletableFuture<Response> call = post(CHAT, REQUEST);
    ClaimedJob job = claimed(OpenAiService.LANE);
    jobs.succeed(job, StoredJobs.ANSWER);

    ended(call).then().statusCode(200);
    with().get("/v1/jobs/" + job.lease().job()).then().body("priority", equalTo(-20));
  }

  @Test
  void whatIsAcceptedDoesNotMatter() {
    CompletableFuture<Response> call =
        post(CHAT, REQUEST, with().header("Accept", "text/event-stream"));
    jobs.succeed(claimed(OpenAiService.LANE), StoredJobs.ANSWER);
    ended(call).then().statusCode(200).contentType("application/json");
  }

  private RequestSpecification with() {
    return Keys.with(key);
  }

  private RequestSpecification named(String idempotencyKey) {
    return with().header("Idempotency-Key", idempotencyKey);
  }

  private CompletableFuture<Response> post(String path, String body) {
    return post(path, body, with());
  }

  private static CompletableFuture<Response> post(
      String path, String body, RequestSpecification request) {
    return CompletableFuture.supplyAsync(
        () -> request.contentType("application/json").body(body.getBytes(UTF_8)).post(path),
        THREADS);
  }

  private static Response ended(CompletableFuture<Response> call) {
    return call.orTimeout(40, TimeUnit.SECONDS).join();
  }

  private ClaimedJob claimed(String lane) {
    return await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                jobs.leases.claim(
                    StoredJobs.WORKER, StoredJobs.LEASE, Map.of(lane, 1), Long.MAX_VALUE),
            found -> !found.isEmpty())
        .getFirst();
  }

  private String state(String id) {
    return with().get("/v1/jobs/" + id).then().statusCode(200).extract().path("state");
  }
}
