package dev.errand.worker.llm;

import dev.errand.job.Endpoint;
import dev.errand.job.OnLost;
import dev.errand.store.ClaimedJob;
import dev.errand.store.Lease;
import dev.errand.worker.config.TestedConfig;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.outcome.LlmOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A provider whose answers a test defines, its clients, and the requests that it has received. */
final class ScriptedProvider implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(10);
  static final byte[] BODY = " {\"model\" :\"m\", \"é\": 1.0e+5}".getBytes(StandardCharsets.UTF_8);

  /** An answer of any endpoint. */
  static final String ANSWER =
      " {\"choices\": [{\"message\": {\"content\": \"a\"}, \"text\": \"a\"}], \"data\":"
          + " [{\"embedding\": [1]}], \"status\": \"completed\", \"output\": [{\"type\":"
          + " \"message\"}] } ";

  final Vertx vertx = Vertx.vertx();
  final ByteBudget memory = new ByteBudget(Long.MAX_VALUE);
  final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  final List<Buffer> bodies = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  /** Starts to respond; returns the port. */
  int serve(BiConsumer<HttpServerRequest, HttpServerResponse> answer) {
    return serve(new HttpServerOptions(), answer);
  }

  int serve(HttpServerOptions options, BiConsumer<HttpServerRequest, HttpServerResponse> answer) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(
            connection -> {
              connections.incrementAndGet();
              connection.closeHandler(_ -> closed.incrementAndGet());
            })
        .requestHandler(
            request ->
                request.bodyHandler(
                    body -> {
                      bodies.add(body);
                      seen.add(request.method() + " " + request.uri());
                      answer.accept(request, request.response());
                    }))
        .listen(0)
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  LlmClient client(int port) {
    return client(port, Map.of());
  }

  LlmClient client(int port, Map<String, String> settings) {
    return new TestedConfig("http://localhost:%d/v1".formatted(port), settings).client(vertx);
  }

  LlmClient client(String baseUrl) {
    return new TestedConfig(baseUrl, Map.of()).client(vertx);
  }

  LlmOutcome call(LlmClient client) {
    return call(client, Endpoint.CHAT_COMPLETIONS);
  }

  LlmOutcome call(LlmClient client, Endpoint endpoint) {
    return begin(client, job(endpoint, BODY)).await(SOON);
  }

  LlmCall begin(LlmClient client) {
    return begin(client, job(Endpoint.RESPONSES, BODY));
  }

  LlmCall begin(LlmClient client, ClaimedJob job) {
    return client.begin(job, memory.reserve(job.body().length));
  }

  static ClaimedJob job(Endpoint endpoint, byte[] body) {
    return job(new Lease(UUID.randomUUID(), 1), 1, endpoint, body);
  }

  static ClaimedJob job(Lease lease, int life, Endpoint endpoint, byte[] body) {
    return new ClaimedJob(
        lease, life, "l", 0, 1, Optional.empty(), OnLost.RETRY, endpoint, "m", body);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
