package dev.errand.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Answers with a problem what the router refuses before a resource is found, such as a request
 * without a Host. Left alone, it would be logged as an error of ours.
 */
class EarlyRefusals {

  private final ObjectMapper json;

  @Inject
  EarlyRefusals(ObjectMapper json) {
    this.json = json;
  }

  void heed(@Observes Router router) {
    router.route().failureHandler(this::failed);
  }

  private void failed(RoutingContext exchange) {
    boolean bad = exchange.statusCode() == ProblemType.INVALID_REQUEST.status();
    if (!bad || exchange.response().headWritten()) {
      exchange.next();
      return;
    }
    Throwable failure = exchange.failure();
    String detail = failure == null ? "it can't be read" : failure.getMessage();
    Problem problem = Problem.of(ProblemType.INVALID_REQUEST, detail);
    UnreadBodies.forgetAfterAnswer(exchange);
    exchange
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(written(problem));
  }

  private String written(Problem problem) {
    try {
      return json.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem could not be written", e);
    }
  }
}
