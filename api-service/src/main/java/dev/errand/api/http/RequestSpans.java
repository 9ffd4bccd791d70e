package dev.errand.api.http;

import dev.errand.telemetry.SpanFields;
import dev.errand.telemetry.TraceContext;
import dev.errand.telemetry.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The spans of sampled requests to the API. Quarkus' own would collect the attributes of every
 * request before it is known whether any is sampled, and show queries, in which a client may have
 * put its key by mistake.
 */
class RequestSpans {

  private static final int FAILED = 500;

  private final Tracing tracing;

  @Inject
  RequestSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  void register(@Observes Filters filters) {
    if (tracing.isOn()) {
      HttpOrder.Filter.SPAN.register(filters, this::begin);
    }
  }

  private void begin(RoutingContext exchange) {
    HttpServerRequest request = exchange.request();
    if (request.path() != null && request.path().startsWith(Paths.SERVICE + '/')) {
      Context client =
          TraceContext.read(
              request.getHeader(TraceContext.PARENT), request.getHeader(TraceContext.STATE));
      Span span = tracing.span(method(request), SpanKind.SERVER).setParent(client).startSpan();
      if (span.isRecording()) {
        show(span, request);
        // It belongs to the request's Vert.x context, and so to all threads that answer it.
        Scope scope = Context.root().with(span).makeCurrent();
        exchange.addEndHandler(
            sent -> {
              scope.close();
              end(span, exchange, sent.succeeded());
            });
      }
    }
    exchange.next();
  }

  /** Only of those that are sampled; by OpenTelemetry's conventions, the route is in the name. */
  private static void show(Span span, HttpServerRequest request) {
    span.setAttribute(SpanFields.HTTP_METHOD, request.method().name());
    span.setAttribute(SpanFields.URL_PATH, request.path());
    span.setAttribute(SpanFields.URL_SCHEME, request.scheme());
    Operations.at(request.path())
        .map(Operations.Path::template)
        .ifPresent(
            route -> {
              span.updateName(method(request) + ' ' + route);
              span.setAttribute(SpanFields.HTTP_ROUTE, route);
            });
  }

  private static String method(HttpServerRequest request) {
    return RequestMeters.method(request.method().name());
  }

  private static void end(Span span, RoutingContext exchange, boolean sent) {
    int status = exchange.response().getStatusCode();
    span.setAttribute(SpanFields.HTTP_STATUS, (long) status);
    if (!sent) {
      Tracing.failed(span, "client_gone");
    } else if (status >= FAILED) {
      Tracing.failed(span, Integer.toString(status));
    }
    span.end();
  }
}
