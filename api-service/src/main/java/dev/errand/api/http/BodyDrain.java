package dev.errand.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and drops what is left of a body after the answer. Many clients read no answer before they
 * have sent everything: left alone, they would hang with their rejection unread.
 */
class BodyDrain {

  /** A client that still sends after so many bytes is cut off. */
  private static final long MOST = 64L * 1024 * 1024;

  void register(@Observes Filters filters) {
    HttpOrder.Filter.BODY_DRAIN.register(filters, BodyDrain::watch);
  }

  private static void watch(RoutingContext exchange) {
    drainAfterAnswer(exchange);
    exchange.next();
  }

  /** For who answers before {@link #watch} is asked: the connection's next request waits for it. */
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
   * On the connection's event loop, as whatever else happens to the request. The answer may be
   * ended by another thread: there the body could come to its end between the two lines, and the
   * exception of the second would keep Vert.x from going on to the connection's next request.
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
