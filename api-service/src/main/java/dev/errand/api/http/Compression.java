package dev.errand.api.http;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Compresses larger JSON responses for clients that accept it. Quarkus marks every response as
 * {@code identity}, which prevents compression unless the mark is removed before the head is sent.
 * The lines of an upload's response have another type and are never delayed.
 */
@ApplicationScoped
class Compression {

  private static final String API = "/v1";

  private final long smallest;

  @Inject
  Compression(ApiConfig config) {
    this.smallest = config.compression().smallest().asLongValue();
  }

  void register(@Observes Filters filters) {
    HttpOrder.Filter.COMPRESSION.register(filters, this::watch);
  }

  private void watch(RoutingContext exchange) {
    String path = exchange.request().path();
    if (path != null && path.startsWith(API)) {
      exchange.addHeadersEndHandler(_ -> decide(exchange.response().headers()));
    }
    exchange.next();
  }

  private void decide(MultiMap headers) {
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (isJson(headers.get(HttpHeaders.CONTENT_TYPE)) && isWorthIt(headers)) {
      headers.remove(HttpHeaders.CONTENT_ENCODING);
    }
  }

  private static boolean isJson(String type) {
    return type != null
        && (type.startsWith("application/json") || type.startsWith(Problem.MEDIA_TYPE));
  }

  /**
   * A response without a length is larger than one buffer, and is sent in pieces of that size, so
   * one large response never blocks the event loop, which compresses the pieces.
   */
  private boolean isWorthIt(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return length == null || Long.parseLong(length) >= smallest;
  }
}
