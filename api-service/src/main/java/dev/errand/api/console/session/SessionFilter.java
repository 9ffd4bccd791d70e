package dev.errand.api.console.session;

import dev.errand.api.access.AccessFilter;
import dev.errand.api.http.HttpOrder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lets in who is signed in; everybody else is led to the form for that. */
class SessionFilter {

  private static final int SEE_OTHER = 303;
  private static final int UNAUTHORIZED = 401;

  private final AccessFilter access;
  private final Sessions sessions;

  @Inject
  SessionFilter(AccessFilter access, Sessions sessions) {
    this.access = access;
    this.sessions = sessions;
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.SESSION.register(filters, this::authenticate);
  }

  private void authenticate(RoutingContext exchange) {
    if (!access.needsKeys() || !ConsolePaths.needCaller(exchange.normalizedPath())) {
      exchange.next();
      return;
    }
    Optional<String> token = SessionCookie.SESSION.in(exchange.request());
    if (token.isPresent()) {
      access.admit(exchange, sessions.caller(token.get()), () -> lead(exchange));
    } else {
      lead(exchange);
    }
  }

  private static void lead(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    String form = ConsolePaths.LOGIN + next(request);
    boolean isPage = request.getHeader("HX-Request") == null && accepts(request);
    if (isPage) {
      exchange.response().setStatusCode(SEE_OTHER).putHeader("Location", form).end();
    } else {
      exchange.response().setStatusCode(UNAUTHORIZED).putHeader("HX-Redirect", form).end();
    }
  }

  /** Scripts ask for what is not a page. */
  private static boolean accepts(HttpServerRequest request) {
    String accept = request.getHeader("Accept");
    return accept == null || accept.contains("text/html") || accept.contains("*/*");
  }

  private static String next(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        ? "?next=" + URLEncoder.encode(request.uri(), StandardCharsets.UTF_8)
        : "";
  }
}
