package dev.errand.api.http;

import dev.errand.api.problem.Problem;
import dev.errand.api.problem.ProblemSender;
import dev.errand.api.problem.ProblemType;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Responds with a problem to requests that the router rejects before a resource is found, such as a
 * request without a Host. Otherwise it would be logged as our error, or its body would never be
 * read.
 */
class RouterRejections {

  private final ProblemSender sender;

  @Inject
  RouterRejections(ProblemSender sender) {
    this.sender = sender;
  }

  void register(@Observes Router router) {
    HttpOrder.Failure.REJECTED_BY_ROUTER.register(router, this::failed);
  }

  private void failed(RoutingContext exchange) {
    Optional<Problem> problem = problem(exchange);
    if (problem.isEmpty() || exchange.response().headWritten()) {
      exchange.next();
      return;
    }
    BodyDrain.drainAfterAnswer(exchange);
    sender.end(exchange, problem.get());
  }

  private static Optional<Problem> problem(RoutingContext exchange) {
    int status = exchange.statusCode();
    if (status == ProblemType.INVALID_REQUEST.status()) {
      Throwable failure = exchange.failure();
      String detail =
          failure == null ? "the request cannot be parsed" : String.valueOf(failure.getMessage());
      return Optional.of(Problem.of(ProblemType.INVALID_REQUEST, detail));
    }
    if (status == ProblemType.NOT_FOUND.status()) {
      // If the target does not begin with a slash.
      return Optional.of(Problem.nothingAt(exchange.request().path()));
    }
    return Optional.empty();
  }
}
