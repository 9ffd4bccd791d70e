package dev.errand.worker.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SSLOptions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A part of a provider's connections: a pool on one event loop, on which its calls begin and end,
 * too, so that nothing hops between loops. Vert.x deploys and undeploys it as a verticle.
 */
final class ConnectionShare extends AbstractVerticle {

  private final HttpClientOptions options;
  private final PoolOptions pool;
  private final Wire wire;
  private final Resting resting;
  private final AtomicInteger calls = new AtomicInteger();

  @SuppressWarnings("NullAway.Init") // by start()
  private HttpClient client;

  /**
   * Creates a share.
   *
   * @param atRest how many connections may rest
   */
  ConnectionShare(HttpClientOptions options, PoolOptions pool, Wire wire, int atRest) {
    this.options = options;
    this.pool = pool;
    this.wire = wire;
    this.resting = new Resting(wire.rest(), atRest);
  }

  @Override
  public void start() {
    client =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(pool)
            .withConnectHandler(this::prepare)
            .build();
  }

  private void prepare(HttpConnection connection) {
    // Calls receive their own errors. Without a handler, Vert.x also logs them as errors.
    connection.exceptionHandler(_ -> {});
    Watch.begin(connection, wire, resting);
  }

  /** Runs the step on the event loop. */
  void run(Consumer<HttpClient> step) {
    context.runOnContext(_ -> step.accept(client));
  }

  /** Applies this to future connections; the result is whether anything has changed. */
  Future<Boolean> secure(SSLOptions ssl) {
    return client.updateSSLOptions(ssl);
  }

  /** How many calls hold a place. */
  int calls() {
    return calls.get();
  }

  /** Takes a place for a call. */
  ConnectionShare enter() {
    calls.incrementAndGet();
    return this;
  }

  /** Returns a call's place. */
  void leave() {
    calls.decrementAndGet();
  }
}
