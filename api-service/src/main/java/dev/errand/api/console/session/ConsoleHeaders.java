package dev.errand.api.console.session;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.http.HttpOrder;
import dev.errand.api.http.Paths;
import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemSender;
import dev.errand.api.problem.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * The headers of every response of the console: a page runs no script but ours, and no other page
 * shows it in a frame. Leads browsers from / to the console.
 */
class ConsoleHeaders {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          // Without one, browsers would send forms with the Origin null.
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

  private static final int SEE_OTHER = 303;

  private final ProblemSender sender;
  private final boolean enabled;

  @Inject
  ConsoleHeaders(ProblemSender sender, ApiConfig config) {
    this.sender = sender;
    this.enabled = config.console().enabled();
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.CONSOLE.register(filters, this::handle);
  }

  private void handle(RoutingContext exchange) {
    String path = exchange.normalizedPath();
    if (Paths.isOfConsole(path)) {
      HEADERS.forEach(exchange.response()::putHeader);
      if (ConsolePaths.isAsset(path)) {
        exchange.addHeadersEndHandler(_ -> revalidated(exchange.response().headers()));
      }
      console(exchange);
    } else if (enabled && path.equals("/") && isBrowser(exchange)) {
      exchange.response().setStatusCode(SEE_OTHER).putHeader("Location", Paths.CONSOLE).end();
    } else {
      exchange.next();
    }
  }

  /** They have no version in their names, unlike those of libraries. */
  private static void revalidated(MultiMap headers) {
    headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  private void console(RoutingContext exchange) {
    if (enabled) {
      exchange.next();
    } else {
      sender.end(
          exchange,
          Problem.of(
              ProblemType.NOT_FOUND,
              "the console is off; errand.api.console.enabled=true switches it on"));
    }
  }

  private static boolean isBrowser(RoutingContext exchange) {
    String accept = exchange.request().getHeader(HttpHeaders.ACCEPT);
    return exchange.request().method().equals(HttpMethod.GET)
        && accept != null
        && accept.contains("text/html");
  }
}
