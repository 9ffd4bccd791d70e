package dev.errand.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and discards the rest of a body after the response. Many clients do not read a response
 * before they have sent everything; otherwise they would hang with their rejection unread.
 */
class BodyDrain {

  /** A client that sends more than this many bytes is cut off. */
  private static final long MOST = 64L * 1024 * 1024;

  void register(@Observes Filters filters) {
    HttpOrder.Filter.BODY_DRAIN.register(filters, BodyDrain::watch);
  }

  private static void watch(RoutingContext exchange) {
    drainAfterAnswer(exchange);
    exchange.next();
  }

  /**
   * For responses that are sent before {@link #watch} runs: the connection's next request waits for
   * it.
   */
  static void drainAfterAnswer(RoutingContext exchange) {
    Context eventLoop = exchange.vertx().getOrCreateContext();
    HttpServerRequest request = exchange.request();
    exchange.addEndHandler(
        _ -> {
          if (!request.isEnded()) {
            eventLoop.runOnContext(_ -> drain(request));
          }
        });
  }

  /**
   * On the connection's event loop, like everything else that happens to the request. The response
   * may be ended by another thread; there, the body could end between the two lines, and the
   * exception of the second would keep Vert.x from continuing with the connection's next request.
   */
  private static void drain(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    AtomicLong drained = new AtomicLong();
    request.handler(part -> cutOff(request, drained.addAndGet(part.length())));
    request.resume();
  }

  private static void cutOff(HttpServerRequest request, long drained) {
    if (drained > MOST) {
      request.connection().close();
    }
  }
}
