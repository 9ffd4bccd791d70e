package dev.errand.worker.models;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.store.models.Listing;
import dev.errand.store.models.ModelList;
import dev.errand.testing.Management;
import dev.errand.testing.MigratedDatabase;
import dev.errand.worker.SimulatedProvider;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.target.ModelsRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The REST client against servers that answer as providers do, well or badly. */
@QuarkusTest
@WithTestResource(MigratedDatabase.class)
@WithTestResource(SimulatedProvider.class)
class ModelsClientQuarkusTest {

  private static final String KEY = "sk-models-0123456789abcdef";
  private static final String LIST = "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-5\"}]}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject ModelsClient client;
  @Inject Vertx vertx;

  private final List<HttpServerRequest> seen = new CopyOnWriteArrayList<>();
  private final AtomicInteger closed = new AtomicInteger();
  private HttpServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void theListIsAskedForAsCallsAre() throws Exception {
    ModelsAnswer answer =
        ask(
            request -> request.response().end(LIST),
            Map.of(
                "errand.providers.p.headers.anthropic-version", "2023-06-01",
                "errand.providers.p.query.api-version", "2024-10-21",
                "errand.providers.p.organization", "org-1",
                "errand.worker.lanes.l.headers.x-tag", "night"));

    assertEquals(Optional.of(new ModelList(List.of("gpt-5"), true)), answer.list());
    HttpServerRequest request = seen.getFirst();
    assertEquals("GET", request.method().name());
    assertEquals("/v1/models?api-version=2024-10-21", request.uri());
    assertEquals(List.of("Bearer " + KEY), request.headers().getAll("Authorization"));
    assertEquals("2023-06-01", request.getHeader("anthropic-version"));
    assertEquals("org-1", request.getHeader("OpenAI-Organization"));
    assertEquals("night", request.getHeader("x-tag"));
    assertEquals(List.of("errand"), request.headers().getAll("User-Agent"));
    assertEquals(List.of("application/json"), request.headers().getAll("Accept"));
    assertNull(request.getHeader("Content-Type"));
    assertEquals(1, seen.size());
    await().atMost(PATIENCE).until(() -> closed.get() == 1);
  }

  @Test
  void theKeyGoesWhereCallsHaveIt() throws Exception {
    ask(
        request -> request.response().end(LIST),
        Map.of("errand.providers.p.key-header", "x-api-key"));

    assertEquals(KEY, seen.getFirst().getHeader("x-api-key"));
    assertNull(seen.getFirst().getHeader("Authorization"));
  }

  @Test
  void pagesAreFollowed() throws Exception {
    ModelsAnswer answer =
        ask(
            request ->
                request
                    .response()
                    .end(
                        request.getParam("after_id") == null
                            ? "{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a\"}"
                            : "{\"data\":[{\"id\":\"b\"}],\"has_more\":false,\"last_id\":\"b\"}"),
            Map.of());

    assertEquals(Optional.of(new ModelList(List.of("a", "b"), true)), answer.list());
    assertEquals("/v1/models", seen.get(0).uri());
    assertEquals("/v1/models?after_id=a&limit=1000", seen.get(1).uri());
  }

  @Test
  void pagesWithoutEndAreLeft() throws Exception {
    ModelsAnswer answer =
        ask(
            request -> {
              String id = "m" + seen.size();
              request
                  .response()
                  .end(
                      "{\"data\":[{\"id\":\"%s\"}],\"has_more\":true,\"last_id\":\"%s\"}"
                          .formatted(id, id));
            },
            Map.of());

    assertEquals(10, seen.size());
    assertFalse(answer.list().orElseThrow().complete());
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "404, NO_LIST",
    "400, REJECTED",
    "429, THROTTLED",
    "500, FAILED",
    "503, FAILED",
    "204, UNREADABLE"
  })
  void anErrorIsNoList(int status, Listing expected) throws Exception {
    ModelsAnswer answer =
        ask(
            request ->
                request.response().setStatusCode(status).end(status == 204 ? "" : "no " + KEY),
            Map.of());

    assertEquals(expected, answer.listing());
    assertFalse(answer.toString().contains(KEY), answer.toString());
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    ModelsAnswer answer =
        ask(
            request ->
                request.response().setStatusCode(302).putHeader("Location", "/elsewhere").end(),
            Map.of("errand.providers.p.follow-redirects", "true"));

    assertEquals(Listing.REDIRECTED, answer.listing());
    assertEquals(1, seen.size());
  }

  @Test
  void aPageForPeopleIsNoList() throws Exception {
    ModelsAnswer answer =
        ask(
            request ->
                request
                    .response()
                    .putHeader("Content-Type", "text/html")
                    .end("<html>Sign in with " + KEY + "</html>"),
            Map.of());

    assertEquals(Listing.UNREADABLE, answer.listing());
    assertFalse(answer.toString().contains(KEY), answer.toString());
  }

  /** Nor is it gathered: the server could write but little more than was read. */
  @Test
  void aListWithoutEndIsNotReadToItsEnd() throws Exception {
    AtomicLong written = new AtomicLong();
    ModelsAnswer answer =
        ask(
            request -> {
              HttpServerResponse response = request.response().setChunked(true);
              response.write("{\"data\":[");
              flood(response, written, "{\"name\":\"" + "x".repeat(60_000) + "\",\"id\":\"m\"},");
            },
            Map.of());

    assertEquals(Listing.TOO_LARGE, answer.listing());
    await().atMost(PATIENCE).until(() -> closed.get() == 1);
    assertTrue(written.get() < 8 * ModelsClient.MOST_BYTES, "written: " + written);
  }

  /** The REST client would gather these, whatever they are for. */
  @Test
  void aFormWithoutEndIsNotGathered() throws Exception {
    AtomicLong written = new AtomicLong();
    ModelsAnswer answer =
        ask(
            request -> {
              HttpServerResponse response = request.response().setChunked(true);
              response.putHeader("Content-Type", "multipart/form-data; boundary=b");
              response.write("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n");
              flood(response, written, "x".repeat(60_000));
            },
            Map.of());

    assertEquals(Listing.UNREACHABLE, answer.listing());
    await().atMost(PATIENCE).until(() -> closed.get() == 1);
  }

  private static void flood(HttpServerResponse response, AtomicLong written, String piece) {
    Handler<Void> more =
        _ -> {
          while (!response.closed() && !response.writeQueueFull()) {
            response.write(piece);
            written.addAndGet(piece.length());
          }
        };
    response.drainHandler(more);
    more.handle(null);
  }

  @Test
  void aProviderThatNeverAnswersIsLeft() throws Exception {
    assertEquals(Listing.TIMEOUT, askBriefly(_ -> {}).listing());
    await().atMost(PATIENCE).until(() -> closed.get() == 1);
  }

  @Test
  void aListThatTricklesIsLeft() throws Exception {
    ModelsAnswer answer =
        askBriefly(
            request -> {
              HttpServerResponse response = request.response().setChunked(true);
              response.write("{\"data\":[");
              vertx.setPeriodic(50, _ -> response.write(Buffer.buffer("{\"id\":\"m\"},")));
            });

    assertEquals(Listing.TIMEOUT, answer.listing());
    await().atMost(PATIENCE).until(() -> closed.get() == 1);
  }

  @Test
  void aConnectionThatBreaksIsNoList() throws Exception {
    ModelsAnswer answer =
        ask(
            request -> {
              request.response().setChunked(true).write("{\"data\":[{\"id\":\"m\"},");
              vertx.setTimer(100, _ -> request.connection().close());
            },
            Map.of());

    assertEquals(Listing.UNREACHABLE, answer.listing());
  }

  @Test
  void nobodyMayBeThere() throws Exception {
    ModelsAnswer answer = client.ask(request("http://localhost:1/v1", Map.of()));

    assertEquals(Listing.UNREACHABLE, answer.listing());
    assertTrue(answer.detail().orElseThrow().contains("refused"), answer.toString());
  }

  /** java.net.URI knows no such host; here nobody else does either. */
  @Test
  void aHostMayHaveAnUnderscore() throws Exception {
    ModelsAnswer answer = client.ask(request("http://no_such_host.invalid:1/v1", Map.of()));

    assertEquals(Listing.UNREACHABLE, answer.listing());
    assertTrue(answer.detail().orElseThrow().contains("no_such_host.invalid"), answer.toString());
  }

  @Test
  void theProvidersProxyIsUsed() throws Exception {
    serve(request -> request.response().end(LIST));
    ModelsAnswer answer =
        client.ask(
            request(
                "http://provider.invalid/v1",
                Map.of(
                    "errand.providers.p.proxy",
                    "http://user:pass@localhost:%d".formatted(server.actualPort()))));

    assertEquals(Listing.LISTED, answer.listing());
    assertEquals("http://provider.invalid/v1/models", seen.getFirst().uri());
    assertEquals("Basic dXNlcjpwYXNz", seen.getFirst().getHeader("Proxy-Authorization"));
  }

  /** What this worker itself has asked at its start. */
  @Test
  void readinessShowsTheProvidersOfTheWorker() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                given()
                    .get(Management.url("/q/health/ready"))
                    .then()
                    .body("checks.find { it.name == 'providers' }.status", equalTo("UP"))
                    .body("checks.find { it.name == 'providers' }.data.openai", equalTo("listed"))
                    .body(
                        "checks.find { it.name == 'providers' }.data['openai.models']",
                        greaterThan(0)));
  }

  private ModelsAnswer ask(Handler<HttpServerRequest> handler, Map<String, String> settings)
      throws InterruptedException {
    serve(handler);
    return client.ask(request(url(), settings), PATIENCE);
  }

  private ModelsAnswer askBriefly(Handler<HttpServerRequest> handler) throws InterruptedException {
    serve(handler);
    return client.ask(request(url(), Map.of()), Duration.ofSeconds(2));
  }

  private String url() {
    return "http://localhost:%d/v1".formatted(server.actualPort());
  }

  private void serve(Handler<HttpServerRequest> handler) {
    server =
        vertx
            .createHttpServer()
            .connectionHandler(it -> it.closeHandler(_ -> closed.incrementAndGet()))
            .requestHandler(
                request -> {
                  seen.add(request);
                  handler.handle(request);
                })
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private ModelsRequest request(String url, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("errand.providers.p.api-key", KEY);
    return new TestedConfig(url, all).client(vertx).models("p");
  }
}
