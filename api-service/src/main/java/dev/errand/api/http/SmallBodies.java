package dev.errand.api.http;

import dev.errand.telemetry.LogLine;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Receives small bodies completely before their request gets a thread: a thread that waits for its
 * body makes a submission 1.4 times as expensive. A large body is read on demand by its thread, so
 * that data sent ahead stays in the network.
 */
class SmallBodies {

  private static final Logger LOG = Logger.getLogger(SmallBodies.class);

  /** At most 9,999 bytes. */
  private static final int MOST_DIGITS = 4;

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(multipart/form-data|application/x-www-form-urlencoded)", Pattern.CASE_INSENSITIVE);

  private final Handler<RoutingContext> whole = BodyHandler.create(false);

  void register(@Observes Filters filters) {
    HttpOrder.Filter.SMALL_BODIES.register(filters, this::take);
  }

  /** A client that disconnects before its body is complete is not a defect. */
  void registerFailures(@Observes Router router) {
    HttpOrder.Failure.BROKEN_BODY.register(router, SmallBodies::failed);
  }

  private void take(RoutingContext exchange) {
    if (isSmall(exchange.request())) {
      whole.handle(exchange);
    } else {
      exchange.next();
    }
  }

  private static void failed(RoutingContext exchange) {
    if (exchange.failure() instanceof HttpClosedException) {
      LOG.debug(LogLine.event("request_broken").next("nothing of it was stored"));
    } else {
      exchange.next();
    }
  }

  private static boolean isSmall(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    // Vert.x' handler leaves no trace of an empty body: a reader would wait for its end. The body
    // of a request that asked for HTTP/2 (h2c) has already been read. A form would be parsed, and
    // could fail there, although no operation accepts one.
    return length != null
        && request.method() == HttpMethod.POST
        && request.version() == HttpVersion.HTTP_1_1
        && !length.startsWith("0")
        && length.length() <= MOST_DIGITS
        && request.getHeader(HttpHeaders.EXPECT) == null
        && !isForm(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  private static boolean isForm(String type) {
    return type != null && FORM.matcher(type).lookingAt();
  }
}
