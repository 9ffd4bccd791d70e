package dev.errand.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Sends a problem outside of a resource, in the style of the request's path. */
@ApplicationScoped
public class ProblemSender {

  private static final String JSON_TYPE = "application/json";

  private final ObjectMapper json;

  @Inject
  ProblemSender(ObjectMapper json) {
    this.json = json;
  }

  /** Ends the response with the problem, keeping its headers. */
  public Future<Void> end(RoutingContext exchange, Problem problem) {
    HttpServerResponse response = exchange.response();
    if (problem.retryAfter() != null) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfter().toSeconds()));
    }
    return switch (ErrorStyle.at(exchange.request().path())) {
      case PROBLEM -> end(response, problem.status(), Problem.MEDIA_TYPE, text(problem));
      case PAGE -> end(response, problem.status(), ProblemPage.MEDIA_TYPE, ProblemPage.of(problem));
      case ENVELOPE -> {
        // The request may have been rejected before any filter.
        RequestId.giveTo(response);
        if (ErrorEnvelope.forbidsRetry(problem)) {
          response.putHeader(ErrorEnvelope.SHOULD_RETRY, "false");
        }
        yield end(
            response, ErrorEnvelope.status(problem), JSON_TYPE, text(ErrorEnvelope.of(problem)));
      }
    };
  }

  private Future<Void> end(HttpServerResponse response, int status, String type, String error) {
    return response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type).end(error);
  }

  private String text(Object error) {
    try {
      return json.writeValueAsString(error);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an error could not be written", e);
    }
  }
}
