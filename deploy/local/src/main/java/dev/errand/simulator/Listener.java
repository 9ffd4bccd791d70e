package dev.errand.simulator;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** One event loop's part of the server; instances of one deployment share their port. */
final class Listener extends AbstractVerticle {

  private static final int ACCEPT_BACKLOG = 10_240;

  /** Vert.x's word for any free port, the same one for all instances. */
  private static final int ANY_SHARED_PORT = -1;

  private final SimulatorOptions options;
  private final Routes routes;
  private final AtomicInteger boundPort;

  Listener(SimulatorOptions options, Routes routes, AtomicInteger boundPort) {
    this.options = options;
    this.routes = routes;
    this.boundPort = boundPort;
  }

  @Override
  public void start(Promise<Void> started) {
    int port = options.port() == 0 ? ANY_SHARED_PORT : options.port();
    vertx
        .createHttpServer(serverOptions())
        .requestHandler(routes)
        .listen(port, options.host())
        .map(HttpServer::actualPort)
        .onSuccess(boundPort::set)
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private static HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setHandle100ContinueAutomatically(true)
        // Closing a socket has to end exactly one call.
        .setHttp2ClearTextEnabled(false);
  }
}
