package dev.errand.simulator;

import dev.errand.simulator.answer.AnswerShape;
import dev.errand.simulator.answer.CallLedger;
import dev.errand.simulator.answer.ChatShape;
import dev.errand.simulator.answer.CompletionShape;
import dev.errand.simulator.answer.EmbeddingShape;
import dev.errand.simulator.answer.ResponseShape;
import dev.errand.simulator.fault.Faults;
import dev.errand.simulator.fault.OpenAiError;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Finds who serves a request. */
final class Routes implements Handler<HttpServerRequest> {

  private static final Map<String, AnswerShape> CALLS =
      Map.of(
          "/v1/chat/completions", new ChatShape(),
          "/v1/completions", new CompletionShape(),
          "/v1/embeddings", new EmbeddingShape(),
          "/v1/responses", new ResponseShape());
  private static final String MODEL = "/v1/models/";

  private final CallIntake intake;
  private final CallReport report;

  Routes(Vertx vertx, CallLedger calls, Faults defaults, Clock clock) {
    this.intake = new CallIntake(vertx, calls, defaults, clock);
    this.report = new CallReport(vertx, calls);
  }

  @Override
  public void handle(HttpServerRequest request) {
    String id = UUID.randomUUID().toString().replace("-", "");
    request.response().putHeader("x-request-id", "req_" + id);
    switch (request.method().name()) {
      case "POST" -> post(request, id);
      case "GET" -> get(request);
      case "DELETE" -> delete(request);
      default -> unknownPath(request);
    }
  }

  private void post(HttpServerRequest request, String id) {
    AnswerShape shape = CALLS.get(request.path());
    if (shape == null) {
      unknownPath(request);
    } else {
      intake.take(request, id, shape);
    }
  }

  private void get(HttpServerRequest request) {
    String path = request.path();
    if (path.equals("/sim/calls")) {
      report.show(request);
    } else if (path.equals("/v1/models")) {
      JsonReply.send(request.response(), 200, Models.list());
    } else if (path.startsWith(MODEL)) {
      JsonReply.send(
          request.response(), 200, Models.named(decoded(path.substring(MODEL.length()))));
    } else {
      unknownPath(request);
    }
  }

  /** The name of a model may have slashes, encoded. */
  private static String decoded(String name) {
    return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private void delete(HttpServerRequest request) {
    if (request.path().equals("/sim/calls")) {
      report.reset(request);
    } else {
      unknownPath(request);
    }
  }

  private static void unknownPath(HttpServerRequest request) {
    JsonReply.send(
        request.response(), OpenAiError.unknownPath(request.method().name(), request.path()));
  }
}
