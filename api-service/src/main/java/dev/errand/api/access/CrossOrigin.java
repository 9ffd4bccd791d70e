package dev.errand.api.access;

import dev.errand.api.http.HttpOrder;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets pages of the configured origins use the API from a browser (CORS). Their preflights are
 * answered without a key, and every other response carries the headers, also those of rejected
 * requests.
 */
@ApplicationScoped
class CrossOrigin {

  /** As browsers send it: no path, no wildcard. */
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/*?#@\\s]+");

  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

  private static final Set<String> SENT =
      Set.of(
          "Authorization",
          Credentials.API_KEY,
          "Content-Type",
          "Idempotency-Key",
          "If-None-Match",
          "OpenAI-Beta",
          "OpenAI-Organization",
          "OpenAI-Project",
          "Prefer",
          "User-Agent");

  private static final Set<String> KNOWN =
      SENT.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

  /** OpenAI's clients send some of these on every request, and new ones with new versions. */
  private static final Pattern TELEMETRY = Pattern.compile("x-stainless-[a-z-]+");

  private static final Set<String> SHOWN =
      Set.of(
          "ETag",
          "Errand-Job-Id",
          "Errand-Provider-Request-Id",
          "Location",
          "Preference-Applied",
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "Retry-After-Ms",
          "WWW-Authenticate",
          "X-Request-Id",
          "X-Should-Retry");

  private static final int REMEMBERED_SECONDS = 600;

  private final List<String> origins;

  @Inject
  CrossOrigin(AccessConfig config) {
    this.origins = config.origins().orElse(List.of());
    for (String origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new ConfigurationException(
            ("errand.access.origins has %s, but each must be one origin such as"
                    + " https://app.example.com, without a path or *")
                .formatted(origin));
      }
    }
    if (!origins.isEmpty() && config.mode() == AccessConfig.Mode.OPEN) {
      throw new ConfigurationException(
          "errand.access.origins needs errand.access=keys: without keys, no other origin is"
              + " served");
    }
  }

  void register(@Observes Filters filters) {
    if (!origins.isEmpty()) {
      CorsHandler listing = handler().allowedHeaders(SENT);
      // Without a list, it allows what a preflight asks for.
      CorsHandler echoing = handler();
      HttpOrder.Filter.CROSS_ORIGIN.register(
          filters, exchange -> answer(exchange, asksForKnown(exchange) ? echoing : listing));
    }
  }

  /**
   * Others' origins are served as if they had none: without the headers, a browser withholds the
   * response from their pages.
   */
  private void answer(RoutingContext exchange, CorsHandler handler) {
    String origin = exchange.request().getHeader(HttpHeaders.ORIGIN);
    if (origin == null || origins.contains(origin)) {
      handler.handle(exchange);
    } else {
      exchange.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
      exchange.next();
    }
  }

  private static boolean asksForKnown(RoutingContext exchange) {
    String asked = exchange.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    return asked != null
        && Stream.of(asked.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .allMatch(name -> KNOWN.contains(name) || TELEMETRY.matcher(name).matches());
  }

  private CorsHandler handler() {
    return CorsHandler.create()
        .addOrigins(origins)
        .allowedMethods(METHODS)
        .exposedHeaders(SHOWN)
        .maxAgeSeconds(REMEMBERED_SECONDS);
  }
}
