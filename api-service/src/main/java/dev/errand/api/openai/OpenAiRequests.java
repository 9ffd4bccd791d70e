package dev.errand.api.openai;

import dev.errand.api.http.HttpOrder;
import dev.errand.api.problem.ErrorStyle;
import dev.errand.api.problem.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gives an id to every response on OpenAI's paths, errors included, and forgets what the request
 * accepts: its clients ask for streams with {@code application/json} and for JSON with {@code
 * application/octet-stream}.
 */
@ApplicationScoped
class OpenAiRequests {

  private static final String ANYTHING = "*/*";

  void register(@Observes Filters filters) {
    HttpOrder.Filter.OPENAI.register(filters, OpenAiRequests::prepare);
  }

  private static void prepare(RoutingContext exchange) {
    if (ErrorStyle.at(exchange.request().path()) == ErrorStyle.ENVELOPE) {
      exchange.request().headers().set(HttpHeaders.ACCEPT, ANYTHING);
      RequestId.giveTo(exchange.response());
    }
    exchange.next();
  }
}
