package dev.errand.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The order in which HTTP filters see a request, and failure handlers what went wrong with it. */
final class HttpOrder {

  private HttpOrder() {}

  /** Filters, outermost first: the higher the priority, the earlier. */
  enum Filter {
    /** Outermost, after Quarkus has set the mark that it takes off; it looks at every answer. */
    COMPRESSION(2000),
    /** Before all that answer: whoever answers first, the rest of the body is read and dropped. */
    BODY_DRAIN(1000),
    /** Before bodies: a method that a path does not have is answered without reading any. */
    OPERATIONS(960),
    /** Before anybody waits for a body, or its time would begin too late. */
    BODY_TIMEOUT(950),
    /** Last: it waits until the body is whole, and only then goes on. */
    SMALL_BODIES(900);

    private final int priority;

    Filter(int priority) {
      this.priority = priority;
    }

    void register(Filters filters, Handler<RoutingContext> filter) {
      filters.register(filter, priority);
    }

    int priority() {
      return priority;
    }
  }

  /** Failure handlers in their order; one that knows nothing of a failure passes it on. */
  enum Failure {
    /** First: its client has been answered, and nothing else may answer again. */
    BODY_TIMEOUT,
    /** Before rejections: nobody is left to answer. */
    BROKEN_BODY,
    /** Last before Quarkus' own, which would log it as a defect. */
    REJECTED_BY_ROUTER;

    void register(Router router, Handler<RoutingContext> handler) {
      router.route().order(ordinal()).failureHandler(handler);
    }
  }
}
