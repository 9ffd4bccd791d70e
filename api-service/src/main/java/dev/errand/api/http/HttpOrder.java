package dev.errand.api.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The order of HTTP filters and of failure handlers. */
public final class HttpOrder {

  private HttpOrder() {}

  /** Filters, outermost first: the higher the priority, the earlier. */
  public enum Filter {
    /** Outermost, after Quarkus has set the mark that it removes; it sees every response. */
    COMPRESSION(2000),
    /** Before all filters that respond: it sees whatever becomes of a request. */
    SPAN(1500),
    /**
     * Before all filters that respond: whichever responds first, the rest of the body is read and
     * discarded.
     */
    BODY_DRAIN(1000),
    /** Before all that responds: every response on these paths has an id. */
    OPENAI(990),
    /**
     * Before all that rejects a request: a browser shows a page no response without its headers.
     */
    CROSS_ORIGIN(980),
    /** Before all that rejects a request: every response of the console has its headers. */
    CONSOLE(970),
    /** Before bodies: an unsupported method is rejected without reading a body. */
    OPERATIONS(960),
    /** Before anything of a body is read: that costs memory, and is for callers only. */
    ACCESS(955),
    /** With {@link #ACCESS}, which leaves the console's callers to it. */
    SESSION(953),
    /** Before anything waits for a body; otherwise its time would start too late. */
    BODY_TIMEOUT(950),
    /** Last: it continues only once the body is complete. */
    SMALL_BODIES(900);

    private final int priority;

    Filter(int priority) {
      this.priority = priority;
    }

    public void register(Filters filters, Handler<RoutingContext> filter) {
      filters.register(filter, priority);
    }

    int priority() {
      return priority;
    }
  }

  /** Failure handlers in their order; a handler passes on failures that it does not know. */
  enum Failure {
    /** First: the client already has its response, and nothing may respond again. */
    BODY_TIMEOUT,
    /** Before rejections: there is no client left. */
    BROKEN_BODY,
    /** The last before Quarkus' own handler, which would log it as a defect. */
    REJECTED_BY_ROUTER;

    void register(Router router, Handler<RoutingContext> handler) {
      router.route().order(ordinal()).failureHandler(handler);
    }
  }
}
